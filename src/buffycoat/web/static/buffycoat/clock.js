// The running clock since the draw: text such as 47:12, started from the seconds that the page was made with.
for (const shown of document.querySelectorAll("[data-seconds]")) {
  const began = Date.now() - Number(shown.dataset.seconds) * 1000;
  const tick = () => {
    const seconds = Math.floor((Date.now() - began) / 1000);
    shown.textContent = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  };
  setInterval(tick, 1000);
}
