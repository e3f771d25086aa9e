"""A folder of articles: which they are (`found`), where their results go (`places`), what decides whether one is done (`key`), the
doing (`work`), and what is made of all of them (`tables`, `index`, `people`)."""
