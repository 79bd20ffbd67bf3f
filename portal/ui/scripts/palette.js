/** The command palette: Ctrl or Cmd with K anywhere, or the Search link. Without a script the link leads to a page that does the same. */

const palette = document.getElementById('palette')
const paletteInput = palette?.querySelector('input')
const paletteList = palette?.querySelector('[role=listbox]')
let paletteAsked = 0

document.addEventListener('keydown', event => {
  if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || !palette) return
  event.preventDefault()
  openPalette()
})
document.addEventListener('click', event => {
  const opener = event.target instanceof Element ? event.target.closest('[data-palette]') : null
  if (!opener || !palette || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  openPalette()
})
paletteInput?.addEventListener('input', () => {
  const asked = ++paletteAsked
  setTimeout(() => asked === paletteAsked && listPalette(asked), 120)
})
paletteInput?.addEventListener('paste', event => {
  const text = event.clipboardData?.getData('text') ?? ''
  if (!/[\r\n\t]/.test(text.trim())) return
  event.preventDefault()
  // A field of one line would join the numbers of a column into one.
  paletteInput.setRangeText(
    text.trim().replace(/[\r\n\t]+/g, ', '),
    paletteInput.selectionStart,
    paletteInput.selectionEnd,
    'end',
  )
  paletteInput.dispatchEvent(new Event('input'))
})
paletteInput?.addEventListener('keydown', event => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step) {
    event.preventDefault()
    choosePalette(step)
  }
})
palette?.querySelector('form').addEventListener('submit', event => {
  const chosen = paletteList.querySelector('[aria-selected=true]')
  if (!chosen) return
  event.preventDefault()
  chosen.click()
})
palette?.addEventListener('click', event => event.target === palette && palette.close())

function openPalette() {
  if (palette.open) return
  palette.showModal()
  paletteInput.select()
  void listPalette(++paletteAsked)
}

async function listPalette(asked) {
  const answer = await fetch(`${palette.dataset.list}?${new URLSearchParams({ q: paletteInput.value })}`).catch(
    () => null,
  )
  if (!answer?.ok || answer.redirected) return
  const html = await answer.text()
  if (asked !== paletteAsked) return
  paletteList.innerHTML = html
  for (const [index, option] of [...paletteList.querySelectorAll('[role=option]')].entries())
    option.id = `palette-${index}`
  choosePalette(0)
}

/** Marks the option so many further on; the field keeps the focus and says which it is. */
function choosePalette(step) {
  const options = [...paletteList.querySelectorAll('[role=option]')]
  const now = options.findIndex(option => option.getAttribute('aria-selected') === 'true')
  const next = options[now < 0 ? 0 : (now + step + options.length) % options.length]
  for (const option of options) option.setAttribute('aria-selected', String(option === next))
  next?.scrollIntoView({ block: 'nearest' })
  if (next) paletteInput.setAttribute('aria-activedescendant', next.id)
  else paletteInput.removeAttribute('aria-activedescendant')
}
