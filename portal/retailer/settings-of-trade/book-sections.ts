import { retailerRoles } from '../../../db/schema/index.ts'
import { type Accounts, accountsOf, exportDays, exportSettingsOf } from '../../../engine/invoices/accounts.ts'
import { approvalLimitsOf } from '../../../engine/invoices/authority.ts'
import type { BookSection } from '../../../engine/invoices/change-book-settings.ts'
import { texts as authTexts } from '../../auth/texts.ts'
import type { FormValues } from '../../ui/form-data.ts'
import { type FieldGroup, type FormReader, textOf } from './fields.ts'
import { texts } from './texts.ts'

const w = texts.words
const accountNames = Object.keys(w.accounts) as (keyof Accounts)[]
const roles = [...retailerRoles, 'api'] as const

/** How a section of a retailer's books is shown and read. */
export interface BookForm {
  groups: readonly FieldGroup[]
  show(settings: Record<string, unknown>): FormValues
  read(form: FormReader): unknown
}

const accounts: BookForm = {
  groups: [{ fields: accountNames.map(name => ({ name, label: w.accounts[name], kind: 'text' })) }],
  show: settings => ({ ...accountsOf(settings) }),
  read(form) {
    const given = accountNames.map(name => {
      const text = form.text(name)
      if (text === undefined || text.length > 120) form.wrong(name, w.accountMissing)
      return [name, text]
    })
    return Object.fromEntries(given)
  },
}

const exports: BookForm = {
  groups: [
    {
      fields: [
        {
          name: 'dateFormat',
          ...w.exportDays,
          kind: 'choice',
          options: [{ value: '', word: w.asUsual }, ...exportDays.map(value => ({ value, word: value }))],
        },
        { name: 'taxType', ...w.exportTax, kind: 'text' },
      ],
    },
  ],
  show(settings) {
    const { dateFormat, taxType } = exportSettingsOf(settings)
    return { dateFormat: textOf(dateFormat), taxType: textOf(taxType) }
  },
  read(form) {
    const [dateFormat, taxType] = [form.text('dateFormat'), form.text('taxType')]
    if (taxType !== undefined && taxType.length > 60) form.wrong('taxType', w.exportTaxLong)
    return { ...(dateFormat && { dateFormat }), ...(taxType && { taxType }) }
  },
}

const approvalLimits: BookForm = {
  groups: [
    {
      fields: roles.map(role => ({
        name: `limit-${role}`,
        label: role === 'api' ? w.apiRole : authTexts.roles[role],
        kind: 'number',
      })),
    },
  ],
  show(settings) {
    const limits = approvalLimitsOf(settings)
    return Object.fromEntries(roles.map(role => [`limit-${role}`, textOf(limits[role])]))
  },
  read(form) {
    const given = roles.map(role => [role, form.amount(`limit-${role}`)] as const)
    return Object.fromEntries(given.filter(([, limit]) => limit !== undefined))
  },
}

/** What a retailer sets for its books, in the order of the page. */
export const bookForms: Readonly<Record<BookSection, BookForm>> = { accounts, exports, approvalLimits }
