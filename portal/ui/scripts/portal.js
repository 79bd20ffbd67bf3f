/** What the portal's pages gain from a script. Every page works without it. */

document.documentElement.classList.add('js')

rememberZone()
showWhere()
document.addEventListener('click', event => {
  const button = event.target instanceof Element ? event.target.closest('[data-copy]') : null
  if (button) void copy(button)
})

/** Where the navigation is longer than the window, the entry of this page is scrolled into it; the page itself stays where it is. */
function showWhere() {
  const side = document.querySelector('.side')
  const here = side?.querySelector('[aria-current="page"]')
  const below = here instanceof HTMLElement ? here.offsetTop + 2 * here.offsetHeight - side.clientHeight : 0
  if (below > 0) side.scrollTop = below
}

/** The server shows times in the viewer's zone once this cookie tells it. */
function rememberZone() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const cookie = `zone=${encodeURIComponent(timeZone)}`
  if (!timeZone || document.cookie.split('; ').includes(cookie)) return
  const secure = location.protocol === 'https:' ? '; secure' : ''
  Reflect.set(document, 'cookie', `${cookie}; path=/; max-age=31536000; samesite=lax${secure}`)
}

/** Copies an identifier, and says so to eyes and to screen readers. */
async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy)
  button.classList.add('copied')
  const said = document.getElementById('said')
  if (said) said.textContent = `${button.dataset.copy} copied`
  button.addEventListener('blur', () => button.classList.remove('copied'), { once: true })
}
