/**
 * What changes while its page is open: the server says so, and the part that shows it is fetched again. A part that must not change under
 * the reader's hands only shows that there is something new. Nothing is followed while the page is out of sight.
 */

for (const part of document.querySelectorAll('[data-live]')) follow(part.id)

/** Follows one part by its id: what is swapped in takes its place. */
function follow(id) {
  let source = null
  let poll = 0
  const part = () => document.getElementById(id)
  const refresh = () => {
    const now = part()
    if (!now) return stop()
    const news = now.querySelector('[data-news]')
    if (!news) return htmx.trigger(now, 'changed')
    news.hidden = false
    stop()
    now.removeAttribute('data-live')
  }
  const slowly = () => {
    // The browser tries anew every few seconds: that must not put off the next look.
    poll ||= setInterval(refresh, 5000)
  }
  const fast = () => {
    clearInterval(poll)
    poll = 0
  }
  const stop = () => {
    source?.close()
    source = null
    fast()
  }
  const start = () => {
    const address = part()?.dataset.live
    if (!address || source) return
    source = new EventSource(address)
    source.addEventListener('changed', refresh)
    source.addEventListener('ended', () => {
      stop()
      refresh()
    })
    source.addEventListener('open', fast)
    // A proxy that holds back a stream must not hold back the news; what only tells of news waits until the stream is back.
    source.addEventListener('error', () => part()?.querySelector('[data-news]') || slowly())
  }
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : start()))
  addEventListener('pagehide', stop)
  addEventListener('pageshow', start)
  if (!document.hidden) start()
}
