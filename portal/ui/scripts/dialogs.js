/** Questions before what cannot be undone, and messages that go away by themselves. */

const asking = document.getElementById('asking')
let confirmed = null

document.addEventListener(
  'submit',
  event => {
    const { submitter } = event
    const question = submitter?.dataset.confirm
    if (!question || confirmed === submitter) return
    event.preventDefault()
    event.stopImmediatePropagation()
    void ask(question, submitter)
  },
  true,
)

async function ask(question, submitter) {
  const { form } = submitter
  if (!asking) return confirm(question) && send(form, submitter)
  asking.querySelector('[data-question]').textContent = question
  const yes = asking.querySelector('button[value=yes]')
  yes.textContent = submitter.textContent.trim()
  asking.returnValue = ''
  asking.showModal()
  await new Promise(resolve => asking.addEventListener('close', resolve, { once: true }))
  if (asking.returnValue === 'yes') send(form, submitter)
  else submitter.focus()
}

function send(form, submitter) {
  confirmed = submitter
  form.requestSubmit(submitter)
  confirmed = null
}

for (const toast of document.querySelectorAll('[data-toast]')) {
  let timer = 0
  const wait = () => {
    timer = setTimeout(() => toast.remove(), 8000)
  }
  const stay = () => clearTimeout(timer)
  toast.querySelector('[data-dismiss]')?.addEventListener('click', () => toast.remove())
  if (toast.dataset.toast !== 'good') continue
  for (const kind of ['pointerenter', 'focusin']) toast.addEventListener(kind, stay)
  for (const kind of ['pointerleave', 'focusout']) toast.addEventListener(kind, wait)
  wait()
}
