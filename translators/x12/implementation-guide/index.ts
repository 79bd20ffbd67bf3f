export { type GuideRequest, implementationGuide } from './guide.ts'
export { guidePage } from './html/page.ts'
export type * from './model.ts'
export { guideDocument } from './pdf/document.ts'
