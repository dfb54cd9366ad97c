/** The compound edits of memory devices, for panels and commands. */
export { addDevice, duplicateDevice, removeDevice, usesOfBackend, type Change } from '../core/document/device-edits';
