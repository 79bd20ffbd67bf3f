import { Hidden, Input } from '../ui/fields.tsx'
import { Icon } from '../ui/icons.tsx'
import { texts as t } from './texts.ts'
import type { SavedView } from './views.ts'

interface ViewsMenuProps {
  /** Where views are kept and removed. */
  at: string
  list: string
  path: string
  views: readonly SavedView[]
  userId: string
  query: string
  /** Whether a view can be kept for everybody. */
  mayShare?: boolean
}

/** The views kept of a list, and the form that keeps it as it stands. */
export function ViewsMenu({ at, list, path, views, userId, query, mayShare }: ViewsMenuProps) {
  return (
    <details class="menu" data-menu="views">
      <summary class="button button-small">
        <Icon name="star" />
        {t.views}
        {views.length > 0 ? <span class="count">{views.length}</span> : null}
      </summary>
      <div class="form">
        {views.length === 0 ? <p class="soft small">{t.noViews}</p> : null}
        <ul>
          {views.map(view => (
            <li class="row row-between" data-view={view.name}>
              <a href={`${path}?${view.query}`} aria-current={view.query === query ? 'true' : undefined}>
                {view.name}
                {view.sharedWith === 'retailer' ? <span class="soft small"> {t.shared}</span> : null}
              </a>
              {view.userId === userId ? (
                <form method="post" action={`${at}/${view.id}/removal`}>
                  <button type="submit" class="button-link small" aria-label={`${t.remove} ${view.name}`}>
                    {t.remove}
                  </button>
                </form>
              ) : null}
            </li>
          ))}
        </ul>
        <form class="form" method="post" action={at}>
          <Hidden name="list" value={list} />
          <Hidden name="query" value={query} />
          <Input name="name" label={t.name} required />
          {mayShare ? (
            <label class="row">
              <input type="checkbox" name="shared" />
              {t.share}
            </label>
          ) : null}
          <button type="submit" class="button">
            {t.keep}
          </button>
        </form>
      </div>
    </details>
  )
}
