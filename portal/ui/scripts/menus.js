/** Menus: Escape closes the one that is open, and so does whatever happens elsewhere. Without a script their headings open and close them. */

document.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return
  const menu = event.target.closest('details.menu[open]') ?? document.querySelector('details.menu[open]')
  if (!menu) return
  const isInside = menu.contains(document.activeElement)
  menu.open = false
  if (isInside) menu.querySelector('summary').focus()
})
for (const kind of ['click', 'focusin'])
  document.addEventListener(kind, event => {
    // A question before what cannot be undone belongs to the menu that asked it.
    if (event.target instanceof Element && event.target.closest('dialog')) return
    for (const menu of document.querySelectorAll('details.menu[open]'))
      if (!menu.contains(event.target)) menu.open = false
  })
