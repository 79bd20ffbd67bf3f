import { Icon } from './icons.tsx'
import type { NavGroup } from './navigation.ts'

/** What the frame's own dialogs say. */
const texts = {
  palette: 'Find or go to',
  field: 'A number, a name or a page',
  hint: '↑ ↓ to choose · Enter to open · Esc to close',
  keys: 'Keyboard shortcuts',
  single: 'Use single keys',
  close: 'Close',
  cancel: 'Keep it as it is',
  sure: 'Are you sure?',
}

/** Search and pages behind Ctrl or Cmd with K; opened by the script, which also fills the list from `list`. */
export function Palette({ action, list }: { action: string; list: string }) {
  return (
    <dialog id="palette" class="palette" aria-label={texts.palette} data-list={list}>
      <form method="get" action={action}>
        <Icon name="search" />
        <input
          name="q"
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-autocomplete="list"
          aria-label={texts.field}
          placeholder={texts.field}
          autocomplete="off"
          spellcheck={false}
        />
      </form>
      <div id="palette-list" class="palette-list" role="listbox" aria-label={texts.palette} />
      <p class="palette-hint soft small">{texts.hint}</p>
    </dialog>
  )
}

/** The second key after `g` that leads to a page of the navigation. */
const goKeys: Readonly<Record<string, string>> = {
  home: 'h',
  orders: 'o',
  'purchase-orders': 'p',
  messages: 'm',
  exceptions: 'e',
  feeds: 'f',
  rules: 'r',
  partners: 't',
  accounting: 'a',
  invoices: 'i',
  'accounting-invoices': 'i',
  stock: 'k',
  shipments: 's',
}

/** The help sheet of the keyboard, and the switch of its single keys. */
export function KeySheet({ groups, searches }: { groups: NavGroup[]; searches: boolean }) {
  const pages = groups.flatMap(group => group.items).filter(item => goKeys[item.key])
  const general: [keys: string[], word: string][] = [
    ...(searches ? [[['Ctrl', 'K'], 'Find anything, or go to a page'] as [string[], string]] : []),
    [['/'], 'Search in the list'],
    [['j'], 'Next row'],
    [['k'], 'Previous row'],
    [['x'], 'Choose the row'],
    [['?'], 'This sheet'],
  ]
  return (
    <dialog id="keys" class="sheet" aria-label={texts.keys}>
      <form method="dialog">
        <h2>{texts.keys}</h2>
        <dl class="keys">
          {general.map(([keys, word]) => (
            <div>
              <dt>
                {keys.map(key => (
                  <kbd>{key}</kbd>
                ))}
              </dt>
              <dd>{word}</dd>
            </div>
          ))}
          {pages.map(item => (
            <div>
              <dt>
                <kbd>g</kbd> <kbd>{goKeys[item.key]}</kbd>
              </dt>
              <dd>
                <a href={item.href} data-go={goKeys[item.key]}>
                  {item.word}
                </a>
              </dd>
            </div>
          ))}
        </dl>
        <div class="row row-between">
          <label class="row">
            <input type="checkbox" name="single" checked />
            {texts.single}
          </label>
          <button type="submit" class="button">
            {texts.close}
          </button>
        </div>
      </form>
    </dialog>
  )
}

/** Asks before what cannot be undone: buttons with `data-confirm` open it, and their own words confirm. */
export function AskDialog() {
  return (
    <dialog id="asking" class="sheet" aria-label={texts.sure}>
      <form method="dialog" class="form">
        <p data-question />
        <div class="row">
          <button type="submit" class="button" value="no" autofocus>
            {texts.cancel}
          </button>
          <button type="submit" class="button button-bad" value="yes" />
        </div>
      </form>
    </dialog>
  )
}
