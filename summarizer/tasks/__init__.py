"""What is made of a part of the journey: the estimate, the speakers, a glossary."""
