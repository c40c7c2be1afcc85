// A slider beside each number that has bounds. The number stays the form's own: without this script nothing is missing.
for (const box of document.querySelectorAll("input[data-step]")) {
  const slide = document.createElement("input");
  slide.type = "range";
  slide.min = box.dataset.least;
  slide.max = box.dataset.most;
  slide.step = box.dataset.step;
  slide.value = box.value;
  slide.setAttribute("aria-label", document.querySelector(`label[for="${box.id}"]`).textContent);
  slide.addEventListener("input", (event) => {
    event.stopPropagation();
    box.value = slide.value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
  box.addEventListener("input", () => (slide.value = box.value));
  box.closest(".with").after(slide);
}
