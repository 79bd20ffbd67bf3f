import { type ListingContentRules, listingBook } from '../../../engine/listing/books.ts'
import { askedFields, type ListingRule } from '../../../engine/listing/listing-rules.ts'
import { previewRules } from '../../../engine/listing/preview.ts'
import { Input, Select, TextArea } from '../../ui/fields.tsx'
import type { FieldProps, RuleConsole } from '../rules/console.ts'
import { EffectSelect, Inputs } from '../rules/fields.tsx'
import { previewTrial } from './preview.tsx'
import { actionWords, listingRuleWords, lists, readRule, valuesOf } from './rule-form.ts'

const stockOptions = [
  { value: '', word: 'Any' },
  { value: 'in', word: 'Has stock' },
  { value: 'out', word: 'Is out' },
]

function Fields({ values, errors }: FieldProps) {
  return (
    <>
      <fieldset>
        <legend>When</legend>
        <div class="fields">
          <Inputs labels={lists} values={values} errors={errors} />
          <Input
            name="quantityBelow"
            label="Available in all, fewer than"
            inputmode="decimal"
            value={values.quantityBelow}
            error={errors.quantityBelow}
          />
          <Select
            name="ownWarehouse"
            label="Own warehouse"
            value={values.ownWarehouse}
            error={errors.ownWarehouse}
            options={stockOptions}
          />
          <Select
            name="suppliers"
            label="Suppliers"
            value={values.suppliers}
            error={errors.suppliers}
            options={stockOptions}
          />
        </div>
      </fieldset>
      <Then values={values} errors={errors} />
    </>
  )
}

function Then({ values, errors }: FieldProps) {
  return (
    <fieldset>
      <legend>Then</legend>
      <div class="fields">
        <EffectSelect words={actionWords} values={values} errors={errors} />
        <Input
          name="fields"
          label="Fields asked for"
          value={values.fields}
          error={errors.fields}
          hint={`${askedFields.join(', ')}, attribute.Color`}
        />
        <Input name="from" label="The attribute" value={values.from} error={errors.from} />
        <Input
          name="to"
          label="The channel’s name for it"
          value={values.to}
          error={errors.to}
          hint="Of a category, or of the attribute."
        />
        <Select
          name="field"
          label="The text"
          value={values.field ?? 'title'}
          error={errors.field}
          options={[
            { value: 'title', word: 'Title' },
            { value: 'description', word: 'Description' },
          ]}
        />
      </div>
      <TextArea
        name="template"
        label="Made of"
        value={values.template}
        error={errors.template}
        hint="{brand} {title}, {attribute.Color}: also {sku}, {category}, {description}, {manufacturerPart}, {gtin}, {weight}, {msrp}."
      />
    </fieldset>
  )
}

/** Listing rules in the console. */
export const listingConsole: RuleConsole<ListingRule, ListingContentRules> = {
  book: listingBook,
  path: '/retailer/listing-rules',
  nav: 'listing-rules',
  title: 'Listing rules',
  about:
    'What is sold on which channel, under which words, and when it is taken off for a while. A listing is paused while any rule pauses it, and comes back when none does.',
  noneHint: 'Nothing is then listed by itself.',
  words: listingRuleWords,
  valuesOf,
  readRule,
  Fields,
  publishHint: 'Every listing is then refreshed by it.',
  trial: previewTrial('listing-rules', (orm, retailerId, listing, now) =>
    previewRules(orm, retailerId, { listing }, now),
  ),
}
