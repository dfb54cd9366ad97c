/** What devices and backends are called, for panels and commands. */
export { freeName, nameOfDevice } from '../core/document/device-names';
