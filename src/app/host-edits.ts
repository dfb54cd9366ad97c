/** The edits that tie host memory to guest memory, for panels. */
export { bindHostEdits } from '../core/document/host-edits';
