/** Work that goes on while its page is open: the server says when something has changed, and the part that shows it is fetched again. */

for (const part of document.querySelectorAll('[data-live]')) follow(part)

function follow(part) {
  const refresh = () => htmx.trigger(part, 'changed')
  const source = new EventSource(part.dataset.live)
  let poll = 0
  source.addEventListener('changed', refresh)
  source.addEventListener('ended', () => {
    source.close()
    refresh()
  })
  source.addEventListener('open', () => clearInterval(poll))
  // A proxy that holds back a stream must not hold back the news.
  source.addEventListener('error', () => {
    clearInterval(poll)
    poll = setInterval(refresh, 5000)
  })
  addEventListener('pagehide', () => source.close())
}
