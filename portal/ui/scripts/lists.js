/** Choosing rows of a list: all at once, a range with Shift, and how many are chosen. */

let lastBox = null

document.addEventListener('click', event => {
  const box = event.target instanceof HTMLInputElement && event.target.closest('[data-choose]') ? event.target : null
  if (!box) return
  const boxes = [...document.querySelectorAll('input[data-choose=row]')]
  if (box.dataset.choose === 'all') for (const one of boxes) one.checked = box.checked
  else {
    if (event.shiftKey && lastBox) {
      const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(box)].toSorted((one, other) => one - other)
      for (const one of boxes.slice(Math.max(0, from), to + 1)) one.checked = box.checked
    }
    lastBox = box
  }
  countChosen()
})
addEventListener('pageshow', countChosen)

function countChosen() {
  const boxes = [...document.querySelectorAll('input[data-choose=row]')]
  const chosen = boxes.filter(box => box.checked).length
  for (const bar of document.querySelectorAll('[data-chosen]')) {
    bar.querySelector('[data-count]').textContent = String(chosen)
    bar.classList.toggle('none-chosen', chosen === 0)
  }
  const all = document.querySelector('input[data-choose=all]')
  if (!all) return
  all.checked = chosen > 0 && chosen === boxes.length
  all.indeterminate = chosen > 0 && chosen < boxes.length
}
