// The running clock since the draw: text such as 47:12 or 1:02:03, started from the seconds that the page was made with.
for (const shown of document.querySelectorAll("[data-seconds]")) {
  const began = Date.now() - Number(shown.dataset.seconds) * 1000;
  const tick = () => {
    const seconds = Math.floor((Date.now() - began) / 1000);
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    shown.textContent = (hours ? hours + ":" + two(minutes) : minutes) + ":" + two(seconds % 60);
  };
  setInterval(tick, 1000);
}
