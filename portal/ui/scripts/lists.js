/** Choosing rows of a list: all at once, a range with Shift, and how many are chosen. */

let lastBox = null

document.addEventListener('click', event => {
  const box = event.target instanceof HTMLInputElement && event.target.closest('[data-choose]') ? event.target : null
  if (!box) return
  const boxes = [...document.querySelectorAll('input[data-choose=row]')]
  if (box.dataset.choose === 'all') for (const one of rowsBelow(box)) one.checked = box.checked
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
  for (const all of document.querySelectorAll('input[data-choose=all]')) {
    const below = rowsBelow(all)
    const some = below.filter(box => box.checked).length
    all.checked = some > 0 && some === below.length
    all.indeterminate = some > 0 && some < below.length
  }
}

/** The boxes of the rows that a box in a table's head stands for: a page can have several tables. */
function rowsBelow(all) {
  return [...(all.closest('table') ?? document).querySelectorAll('input[data-choose=row]')]
}
