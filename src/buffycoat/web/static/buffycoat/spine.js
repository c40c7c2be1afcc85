// A click on the drawing sends the form, so that nothing typed is lost; without this script the link’s address carries the rows.
const form = document.getElementById("form");
for (const link of document.querySelectorAll(".spine a[data-do]")) {
  link.addEventListener("click", (event) => {
    if (!form || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const button = document.createElement("button");
    button.name = "do";
    button.value = link.dataset.do;
    button.hidden = true;
    button.formNoValidate = true;
    button.setAttribute("formaction", new URL(link.getAttribute("href"), document.baseURI).hash);
    form.append(button);
    form.requestSubmit(button);
  });
}
const back = document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (back?.matches(".spine a")) back.focus();
