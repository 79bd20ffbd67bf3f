export { type GuideRequest, implementationGuide } from './guide.ts'
export type * from './model.ts'
export { guidePage } from './html/page.ts'
