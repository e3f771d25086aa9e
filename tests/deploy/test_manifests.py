"""What deploys workers says what Kubernetes knows and what the command takes."""

import re
import warnings
from pathlib import Path
from typing import Any

import pytest
import yaml
from cli.running import Run

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from cloudcoil.models.kubernetes.apps.v1 import Deployment
    from cloudcoil.models.kubernetes.autoscaling.v2 import HorizontalPodAutoscaler
    from cloudcoil.models.kubernetes.core.v1 import Secret
    from cloudcoil.models.kubernetes.policy.v1 import PodDisruptionBudget

ROOT = Path(__file__).parents[2]
KINDS = {kind.__name__: kind for kind in (Deployment, HorizontalPodAutoscaler, PodDisruptionBudget, Secret)}
MANIFESTS: list[dict[str, Any]] = list(yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text()))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: one["kind"])
def test_kubernetes_knows_every_field(manifest: dict[str, Any]) -> None:
    read = KINDS[manifest["kind"]].model_validate(manifest)
    assert read.model_dump(mode="json", by_alias=True, exclude_unset=True) == manifest


def test_the_scaler_scales_the_workers_that_are_deployed() -> None:
    kinds = {one["kind"]: one for one in MANIFESTS}
    name = kinds["Deployment"]["metadata"]["name"]
    assert kinds["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"] == name
    labels = kinds["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert kinds["Deployment"]["spec"]["selector"]["matchLabels"] == labels
    assert kinds["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels


def test_workers_are_started_with_options_that_there_are_and_have_time_to_end(run: Run) -> None:
    pod = next(one for one in MANIFESTS if one["kind"] == "Deployment")["spec"]["template"]["spec"]
    there = run("work", "--help").out
    for words, seconds in (
        (pod["containers"][0]["args"], pod["terminationGracePeriodSeconds"]),
        (COMPOSE["services"]["worker"]["command"], int(COMPOSE["services"]["worker"]["stop_grace_period"][:-1])),
    ):
        assert words[0] == "work"
        options = [word for word in words if word.startswith("--")]
        assert options
        assert all(re.search(rf"{option}\b", there) for option in options)
        assert float(words[words.index("--grace") + 1]) < seconds


def test_no_password_stands_in_the_files() -> None:
    secret = next(one for one in MANIFESTS if one["kind"] == "Secret")
    assert set(re.findall(r"sk-\w+|:\w+@", str(secret["stringData"]))) == {"sk-REPLACE", ":PASSWORD@"}
    assert "POSTGRES_PASSWORD:?" in COMPOSE["services"]["postgres"]["environment"]["POSTGRES_PASSWORD"]
