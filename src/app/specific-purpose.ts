/** Panels and views come to the document through the app. */
export { hasSpm } from '../core/document/specific-purpose';
