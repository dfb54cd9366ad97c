/** What steps are called, for panels and views. */
export { stepTitle } from '../core/document/step-title';
