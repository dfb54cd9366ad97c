/** Panels and views come to the document through the app. */
export { plugStepAt, plugSteps } from '../core/document/plugs';
