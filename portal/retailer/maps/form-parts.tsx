import { Input, Select, TextArea } from '../../ui/fields.tsx'
import { Icon } from '../../ui/icons.tsx'
import type { Editing } from './editing.ts'
import { type PlacedProblem, type Row, textOf } from './form/model.ts'
import type { Field, Section } from './form/section.ts'
import { texts as t } from './texts.ts'

/** A section with more rows than this shows them folded, so that the page stays light. */
const unfolded = 16

/** What a button of the form needs to work with a script: the page is asked for again, and the editor put in its place. */
export function swapping(path: string) {
  return {
    'hx-post': path,
    'hx-target': '#editor',
    'hx-select': '#editor',
    'hx-swap': 'outerMorph',
    'hx-sync': '#map-form:replace',
  }
}

/** The map as a form, section by section. */
export function MapSections({ editing, path }: { editing: Editing; path: string }) {
  return (
    <>
      {editing.form.sections.map(section => {
        const problems = editing.problems.filter(problem => problem.section === section.id)
        return <SectionPart section={section} editing={editing} problems={problems} path={path} />
      })}
    </>
  )
}

interface PartProps {
  section: Section
  editing: Editing
  problems: PlacedProblem[]
  path: string
}

function SectionPart({ section, editing, problems, path }: PartProps) {
  const rows = editing.form.rows[section.id] ?? []
  const said = section.rows
    ? rows.length
    : section.fields.filter(field => textOf(field, editing.form.base) !== '').length
  return (
    <details class="map-section" id={section.id} open={said > 0 || problems.length > 0 || editing.open === section.id}>
      <summary>
        <h3>{section.title}</h3>
        {said > 0 ? <span class="count">{said}</span> : null}
        {problems.length > 0 ? <span class="small bad">{t.problems(problems.length)}</span> : null}
      </summary>
      {section.about ? <p class="small soft">{section.about}</p> : null}
      <Problems problems={problems.filter(({ row, field }) => row === undefined && field === undefined)} />
      {section.rows ? (
        <Rows section={section} rows={rows} problems={problems} path={path} />
      ) : (
        <div class="fields">
          {section.fields.map(field => (
            <FieldPart
              field={field}
              name={`${section.id}[f][${field.name}]`}
              value={textOf(field, editing.form.base)}
              error={problems.find(problem => problem.field === field.name)?.message}
            />
          ))}
        </div>
      )}
    </details>
  )
}

function Problems({ problems }: { problems: PlacedProblem[] }) {
  return (
    <>
      {problems.map(({ message }) => (
        <p class="field-error">
          <Icon name="alert" />
          {message}
        </p>
      ))}
    </>
  )
}

interface RowsProps {
  section: Section
  rows: readonly Row[]
  problems: PlacedProblem[]
  path: string
}

function Rows({ section, rows, problems, path }: RowsProps) {
  return (
    <div class="map-rows">
      {rows.map((row, index) => {
        const own = problems.filter(problem => problem.row === index)
        const folded = rows.length > unfolded && row.shown.size === 0 && own.length === 0
        if (folded) return <FoldedRow section={section} row={row} index={index} path={path} />
        return <RowPart section={section} row={row} index={index} problems={own} path={path} />
      })}
      <div>
        <button
          type="submit"
          class="button button-small"
          name="do"
          value={`add:${section.id}`}
          formaction={`${path}#${section.id}`}
          {...swapping(path)}
        >
          <Icon name="plus" />
          {t.add(section.rows!.noun)}
        </button>
      </div>
    </div>
  )
}

/** A row in one line, to be opened: it is posted as kept, so that nothing of it is lost. */
function FoldedRow({ section, row, index, path }: Pick<RowsProps, 'section' | 'path'> & { row: Row; index: number }) {
  const says = section.fields.filter(field => field.main).map(field => textOf(field, row.value))
  const [first = '', ...others] = [row.key, ...says].filter(text => text !== '')
  return (
    <div class="map-folded">
      <input type="hidden" name={`${section.id}[${index}][kept]`} value="1" />
      <strong>{first}</strong>
      <span class="soft">{others.join(' · ').slice(0, 80)}</span>
      <button
        type="submit"
        class="button-link"
        name="do"
        value={`open:${section.id}:${index}`}
        formaction={`${path}#${section.id}`}
        aria-label={`${t.change}: ${first}`}
        {...swapping(path)}
      >
        {t.change}
      </button>
    </div>
  )
}

function RowPart({ section, row, index, problems, path }: Omit<RowsProps, 'rows'> & { row: Row; index: number }) {
  const { as, key, noun, ordered } = section.rows!
  const name = (field: string) => `${section.id}[${index}][${field}]`
  const shown = section.fields.filter(
    field => field.main || row.shown.has(field.name) || textOf(field, row.value) !== '',
  )
  const called = row.key || textOf(section.fields[0]!, row.value) || t.unnamed
  const errorOf = (field: string) => problems.find(problem => problem.field === field)?.message
  const button = { type: 'submit' as const, name: 'do', formaction: `${path}#${section.id}`, ...swapping(path) }
  return (
    <fieldset class="map-row">
      <legend class="visually-hidden">{`${noun} ${index + 1}: ${called}`}</legend>
      <div class="fields">
        {as === 'record' ? (
          <>
            <input type="hidden" name={name('was')} value={row.key} />
            <Input
              name={name('=')}
              label={key!.label}
              hint={row.key ? undefined : key!.hint}
              value={row.key}
              error={errorOf('=')}
            />
          </>
        ) : null}
        {shown.map(field => (
          <FieldPart
            field={field}
            name={name(field.name)}
            value={textOf(field, row.value)}
            error={errorOf(field.name)}
          />
        ))}
      </div>
      <Problems problems={problems.filter(({ field }) => field === undefined)} />
      <div class="row small">
        <MoreFields section={section} shown={shown} name={name('ask')} called={called} button={button} index={index} />
        {ordered && index > 0 ? (
          <button {...button} class="button-link" value={`up:${section.id}:${index}`} aria-label={`${t.up}: ${called}`}>
            {t.up}
          </button>
        ) : null}
        <button
          {...button}
          class="button-link"
          value={`remove:${section.id}:${index}`}
          aria-label={`${t.remove}: ${called}`}
        >
          {t.remove}
        </button>
      </div>
    </fieldset>
  )
}

interface MoreProps {
  section: Section
  shown: readonly Field[]
  name: string
  called: string
  index: number
  button: Record<string, string>
}

/** What else a row can say: chosen from a list, so that a rule shows only what it says. */
function MoreFields({ section, shown, name, called, index, button }: MoreProps) {
  const left = section.fields.filter(field => !shown.includes(field))
  if (left.length === 0) return null
  return (
    <span class="row map-more">
      <select name={name} aria-label={t.moreOf(called)}>
        <option value="">{t.more}</option>
        {left.map(field => (
          <option value={field.name}>{field.label}</option>
        ))}
      </select>
      <button {...button} type="submit" class="button-link" value={`ask:${section.id}:${index}`}>
        {t.ask}
      </button>
    </span>
  )
}

function FieldPart({
  field,
  name,
  value,
  error,
}: {
  field: Field
  name: string
  value: string
  error?: string | undefined
}) {
  const props = { name, value, error, label: field.label, hint: field.hint }
  const part =
    field.input === 'select' ? (
      <Select {...props} options={optionsOf(field, value)} />
    ) : field.input === 'area' ? (
      <TextArea {...props} rows={Math.min(12, Math.max(2, value.split('\n').length))} />
    ) : (
      <Input {...props} />
    )
  return field.wide ? <div class="map-wide">{part}</div> : part
}

/** The choices, and what the map says now if that is none of them. */
function optionsOf({ choices = [] }: Field, value: string) {
  const known = value === '' || choices.some(choice => choice.value === value)
  return [{ value: '', word: '–' }, ...choices, ...(known ? [] : [{ value, word: value }])]
}
