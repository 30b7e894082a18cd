// A button beside a field that is there to be copied: <button data-copy="id of the field" hidden>.
// Without scripts the field is selected and copied by hand.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      await navigator.clipboard.writeText(field.value);
      document.getElementById(button.dataset.said).textContent = "Copied.";
    });
  }
}
