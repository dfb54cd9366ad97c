import type { LayoutDocument } from '../document/schema';
import type { SettingCliffs } from './cliff';

// eslint-disable-next-line require-yield
export function* settingCliffs(_document: LayoutDocument, path: string): Generator<number, SettingCliffs> {
  throw new Error(`no cliffs for ${path}`);
}
