/** The edits of a timeline's steps, for panels and views. */
export {
  addStep,
  moveStep,
  namedDevicesAt,
  removeStep,
  setAnswer,
  type NamedDevice,
  type NewStep,
} from '../core/document/step-edits';
export type { Change } from '../core/document/device-edits';
