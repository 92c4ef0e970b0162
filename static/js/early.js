/* Runs before the first paint: what script will open may start closed. */
document.documentElement.classList.add("js");
