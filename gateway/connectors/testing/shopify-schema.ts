/**
 * The part of Shopify’s Admin API (2026-10) that the hub uses, as its reference has it: https://shopify.dev/docs/api/admin-graphql. Each type with its fields, each
 * field with its arguments and its type, in the schema language of GraphQL.
 */
export const shopifySchema = `
type QueryRoot {
  orders(first: Int, after: String, query: String, sortKey: OrderSortKeys, reverse: Boolean): OrderConnection!
  order(id: ID!): Order
  fulfillmentOrder(id: ID!): FulfillmentOrder
  productVariants(first: Int, after: String, query: String): ProductVariantConnection!
  nodes(ids: [ID!]!): [Node]!
  shop: Shop!
  currentAppInstallation: AppInstallation!
  location(id: ID): Location
  fulfillment(id: ID!): Fulfillment
  webhookSubscriptions(first: Int, after: String, uri: String, topics: [WebhookSubscriptionTopic!]): WebhookSubscriptionConnection!
}
type Mutation {
  fulfillmentCreate(fulfillment: FulfillmentInput!, message: String): FulfillmentCreatePayload
  fulfillmentCancel(id: ID!): FulfillmentCancelPayload
  webhookSubscriptionCreate(topic: WebhookSubscriptionTopic!, webhookSubscription: WebhookSubscriptionInput!): WebhookSubscriptionCreatePayload
  inventorySetQuantities(input: InventorySetQuantitiesInput!): InventorySetQuantitiesPayload
  inventoryActivate(inventoryItemId: ID!, locationId: ID!, available: Int, onHand: Int): InventoryActivatePayload
  productSet(input: ProductSetInput!, synchronous: Boolean, identifier: ProductSetIdentifiers): ProductSetPayload
  productUpdate(product: ProductUpdateInput): ProductUpdatePayload
  productVariantsBulkUpdate(productId: ID!, variants: [ProductVariantsBulkInput!]!, allowPartialUpdates: Boolean): ProductVariantsBulkUpdatePayload
}
type PageInfo { hasNextPage: Boolean! endCursor: String hasPreviousPage: Boolean! startCursor: String }
type OrderConnection { nodes: [Order!]! pageInfo: PageInfo! }
type Order {
  id: ID! name: String! test: Boolean! createdAt: DateTime! updatedAt: DateTime! processedAt: DateTime! cancelledAt: DateTime
  cancelReason: OrderCancelReason currencyCode: CurrencyCode! displayFinancialStatus: OrderDisplayFinancialStatus
  displayFulfillmentStatus: OrderDisplayFulfillmentStatus! email: String phone: String note: String
  shippingAddress: MailingAddress totalShippingPriceSet: MoneyBag! currentShippingPriceSet: MoneyBag! taxesIncluded: Boolean!
  shippingLines(first: Int, after: String, includeRemovals: Boolean): ShippingLineConnection!
  lineItems(first: Int, after: String): LineItemConnection!
  fulfillments(first: Int): [Fulfillment!]!
  fulfillmentOrders(first: Int, after: String): FulfillmentOrderConnection!
}
type ShippingLineConnection { nodes: [ShippingLine!]! pageInfo: PageInfo! }
type ShippingLine { id: ID title: String! taxLines: [TaxLine!]! }
type TaxLine { title: String! rate: Float priceSet: MoneyBag! }
type MailingAddress { name: String company: String address1: String address2: String city: String provinceCode: String zip: String countryCodeV2: CountryCode phone: String }
type MoneyBag { shopMoney: MoneyV2! presentmentMoney: MoneyV2! }
type MoneyV2 { amount: Decimal! currencyCode: CurrencyCode! }
type LineItemConnection { nodes: [LineItem!]! pageInfo: PageInfo! }
type LineItem { id: ID! sku: String name: String! title: String! quantity: Int! currentQuantity: Int! requiresShipping: Boolean! discountedUnitPriceAfterAllDiscountsSet: MoneyBag! taxLines(first: Int): [TaxLine!]! }
type Fulfillment { id: ID! status: FulfillmentStatus! trackingInfo(first: Int): [FulfillmentTrackingInfo!]! fulfillmentLineItems(first: Int, after: String): FulfillmentLineItemConnection! }
type FulfillmentTrackingInfo { number: String company: String url: URL }
type FulfillmentLineItemConnection { nodes: [FulfillmentLineItem!]! pageInfo: PageInfo! }
type FulfillmentLineItem { id: ID! quantity: Int lineItem: LineItem! }
type FulfillmentOrderConnection { nodes: [FulfillmentOrder!]! pageInfo: PageInfo! }
type FulfillmentOrder { id: ID! status: FulfillmentOrderStatus! assignedLocation: FulfillmentOrderAssignedLocation! lineItems(first: Int, after: String): FulfillmentOrderLineItemConnection! }
type FulfillmentOrderAssignedLocation { location: Location name: String! }
type FulfillmentOrderLineItemConnection { nodes: [FulfillmentOrderLineItem!]! pageInfo: PageInfo! }
type FulfillmentOrderLineItem { id: ID! totalQuantity: Int! remainingQuantity: Int! lineItem: LineItem! }
type Location { id: ID! name: String! isActive: Boolean! }
type ProductVariantConnection { nodes: [ProductVariant!]! pageInfo: PageInfo! }
type ProductVariant { id: ID! sku: String price: Money! barcode: String inventoryItem: InventoryItem! product: Product! }
type Product { id: ID! handle: String! title: String! status: ProductStatus! variantsCount: Count variants(first: Int, after: String): ProductVariantConnection! }
type Count { count: Int! }
type InventoryItem { id: ID! sku: String tracked: Boolean! inventoryLevel(locationId: ID!): InventoryLevel }
type InventoryLevel { id: ID! quantities(names: [String!]!): [InventoryQuantity!]! }
type InventoryQuantity { id: ID! name: String! quantity: Int! }
type Shop { name: String! myshopifyDomain: String! currencyCode: CurrencyCode! }
type AppInstallation { accessScopes: [AccessScope!]! }
type AccessScope { handle: String! description: String! }
type UserError { field: [String!] message: String! }
type CodedUserError { field: [String!] message: String! code: String }
type FulfillmentCreatePayload { fulfillment: Fulfillment userErrors: [UserError!]! }
type FulfillmentCancelPayload { fulfillment: Fulfillment userErrors: [UserError!]! }
type WebhookSubscriptionConnection { nodes: [WebhookSubscription!]! pageInfo: PageInfo! }
type WebhookSubscription { id: ID! topic: WebhookSubscriptionTopic! uri: String! format: WebhookSubscriptionFormat! }
type WebhookSubscriptionCreatePayload { webhookSubscription: WebhookSubscription userErrors: [UserError!]! }
type InventorySetQuantitiesPayload { userErrors: [CodedUserError!]! }
type InventoryActivatePayload { userErrors: [UserError!]! }
type ProductSetPayload { product: Product userErrors: [CodedUserError!]! }
type ProductUpdatePayload { product: Product userErrors: [UserError!]! }
type ProductVariantsBulkUpdatePayload { product: Product userErrors: [CodedUserError!]! }
input FulfillmentInput { lineItemsByFulfillmentOrder: [FulfillmentOrderLineItemsInput!]! notifyCustomer: Boolean trackingInfo: FulfillmentTrackingInput }
input FulfillmentOrderLineItemsInput { fulfillmentOrderId: ID! fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!] }
input FulfillmentOrderLineItemInput { id: ID! quantity: Int! }
input FulfillmentTrackingInput { number: String numbers: [String!] url: URL urls: [URL!] company: String }
input WebhookSubscriptionInput { uri: String format: WebhookSubscriptionFormat filter: String includeFields: [String!] }
input InventorySetQuantitiesInput { name: String! reason: String! referenceDocumentUri: String quantities: [InventoryQuantityInput!]! }
input InventoryQuantityInput { inventoryItemId: ID! locationId: ID! quantity: Int! changeFromQuantity: Int }
input ProductSetIdentifiers { id: ID handle: String }
input ProductSetInput { title: String descriptionHtml: String vendor: String productType: String handle: String status: ProductStatus tags: [String!] productOptions: [OptionSetInput!] variants: [ProductVariantSetInput!] files: [FileSetInput!] }
input OptionSetInput { id: ID name: String position: Int values: [OptionValueSetInput!] }
input OptionValueSetInput { id: ID name: String }
input ProductVariantSetInput { id: ID optionValues: [VariantOptionValueInput!]! sku: String price: Money compareAtPrice: Money barcode: String inventoryItem: InventoryItemInput inventoryQuantities: [ProductSetInventoryInput!] inventoryPolicy: ProductVariantInventoryPolicy taxable: Boolean }
input VariantOptionValueInput { id: ID name: String optionId: ID optionName: String }
input InventoryItemInput { sku: String tracked: Boolean cost: Decimal requiresShipping: Boolean }
input ProductSetInventoryInput { locationId: ID! name: String! quantity: Int! }
input FileSetInput { id: ID alt: String contentType: FileContentType originalSource: String filename: String }
input ProductUpdateInput { id: ID title: String descriptionHtml: String status: ProductStatus vendor: String productType: String }
input ProductVariantsBulkInput { id: ID price: Money barcode: String compareAtPrice: Money inventoryItem: InventoryItemInput inventoryPolicy: ProductVariantInventoryPolicy }
enum WebhookSubscriptionTopic { ORDERS_CREATE ORDERS_UPDATED ORDERS_EDITED ORDERS_CANCELLED ORDERS_PAID REFUNDS_CREATE }
enum WebhookSubscriptionFormat { JSON XML }
enum OrderSortKeys { CREATED_AT UPDATED_AT ID ORDER_NUMBER PROCESSED_AT }
enum ProductStatus { ACTIVE ARCHIVED DRAFT UNLISTED }
enum FileContentType { EXTERNAL_VIDEO FILE IMAGE MODEL_3D VIDEO }
enum ProductVariantInventoryPolicy { CONTINUE DENY }
`

/** A field or an input field: its type as written, and what it takes. */
interface FieldType {
  type: string
  args: Record<string, string>
}

export interface Schema {
  types: Map<string, Map<string, FieldType>>
  inputs: Map<string, Map<string, FieldType>>
  enums: Map<string, Set<string>>
}

/** Reads the part of the schema language that stands above. */
export function readSchema(text: string): Schema {
  const schema: Schema = { types: new Map(), inputs: new Map(), enums: new Map() }
  for (const [, kind, name, body] of text.matchAll(/(type|input|enum) (\w+) \{([^}]*)\}/g)) {
    if (kind === 'enum') schema.enums.set(name!, new Set(body!.trim().split(/\s+/)))
    else schema[kind === 'type' ? 'types' : 'inputs'].set(name!, fieldsOf(body!))
  }
  return schema
}

function fieldsOf(body: string): Map<string, FieldType> {
  const fields = [...body.matchAll(/(\w+)(?:\(([^)]*)\))?:\s*([\w![\]]+)/g)]
  return new Map(
    fields.map(([, name, args, type]) => {
      const taken = [...(args ?? '').matchAll(/(\w+):\s*([\w![\]]+)/g)].map(([, arg, its]) => [arg!, its!])
      return [name!, { type: type!, args: Object.fromEntries(taken) as Record<string, string> }]
    }),
  )
}

/** `[Order!]!` → `Order`. */
export const named = (type: string): string => type.replaceAll(/[![\]]/g, '')
