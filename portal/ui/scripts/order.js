/** Rows that stand in an order: they are dragged to another place, which the server then keeps. Without a script, buttons move them. */

let dragged = null

for (const row of document.querySelectorAll('tr[data-orderable]')) {
  row.draggable = true
  row.addEventListener('dragstart', event => {
    dragged = row
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', '')
    row.classList.add('dragged')
  })
  row.addEventListener('dragend', () => row.classList.remove('dragged'))
}

document.addEventListener('dragover', event => {
  const row = dragged && event.target instanceof Element ? event.target.closest('tr[data-orderable]') : null
  if (!row || row.parentNode !== dragged.parentNode) return
  event.preventDefault()
  const { top, height } = row.getBoundingClientRect()
  if (row !== dragged) row[event.clientY < top + height / 2 ? 'before' : 'after'](dragged)
})

document.addEventListener('drop', event => {
  if (!dragged) return
  event.preventDefault()
  const form = dragged.querySelector('form[data-place]')
  const place = [...dragged.parentNode.children].indexOf(dragged) + 1
  const to = Object.assign(document.createElement('input'), { type: 'hidden', name: 'to', value: String(place) })
  form.append(to)
  form.submit()
})
