import { newProduct } from '../catalogue/put-products.ts'

/** A product that an import may bring. */
export const importableProduct = {
  schema: newProduct,
  passedOver: new Set(['id', 'discontinuedAt', 'madeFromFeedId', 'createdAt', 'updatedAt']),
}
