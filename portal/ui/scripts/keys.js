/** Single keys: `?` tells them all, and whoever dictates text or types with difficulty turns them off there (WCAG 2.1.4). */

const keySheet = document.getElementById('keys')
const keySwitch = keySheet?.querySelector('input[type=checkbox]')
const keysStored = 'single-keys'
const rowKeys = { j: 1, k: -1 }
/** When `g` was pressed: never, at first. */
let gone = Number.NEGATIVE_INFINITY

if (keySwitch) {
  keySwitch.checked = localStorage.getItem(keysStored) !== 'off'
  keySwitch.addEventListener('change', () => localStorage.setItem(keysStored, keySwitch.checked ? 'on' : 'off'))
}
for (const button of document.querySelectorAll('[data-keys]'))
  button.addEventListener('click', () => keySheet?.showModal())
keySheet?.addEventListener('click', event => event.target === keySheet && keySheet.close())

document.addEventListener('keydown', event => {
  if (!keySwitch?.checked || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  if (document.querySelector('dialog[open]') || event.target.closest('input:not([type=checkbox]), textarea, select'))
    return
  if (takeKey(event.key, event.timeStamp)) event.preventDefault()
})

/** Whether the key meant something. */
function takeKey(key, now) {
  const second = now - gone < 1500
  gone = Number.NEGATIVE_INFINITY
  if (second) {
    const link = keySheet.querySelector(`[data-go="${CSS.escape(key)}"]`)
    if (link) location.assign(link.href)
    return Boolean(link)
  }
  if (key === 'g') {
    gone = now
    return true
  }
  if (key === '?') {
    keySheet.showModal()
    return true
  }
  if (key === '/') {
    const field = document.querySelector('main input[type=search]')
    if (field) field.select()
    else openPalette()
    return true
  }
  if (rowKeys[key]) return stepRow(rowKeys[key])
  if (key === 'x') return markRow()
  return false
}

function stepRow(step) {
  const links = [...document.querySelectorAll('main tbody th a[href]')]
  if (links.length === 0) return false
  const now = links.findIndex(link => link.closest('tr').contains(document.activeElement))
  links[now < 0 ? 0 : Math.min(links.length - 1, Math.max(0, now + step))].focus()
  return true
}

function markRow() {
  const box = document.activeElement?.closest('tr')?.querySelector('input[type=checkbox]')
  box?.click()
  return Boolean(box)
}
