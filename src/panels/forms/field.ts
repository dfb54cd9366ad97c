import type { Result } from '../../core/base/result';
import type { DeviceField } from '../../core/devices/kind';
import type { Edit } from '../../core/document/edit';
import type { DocPath } from '../../core/space/region';
import type { KindLook } from '../../ui/kinds';

/** How one field of the document is edited: the device kinds' inputs, and those that only other parts of a document need. */
export type FieldInput =
  DeviceField['input'] | 'device' | 'count' | 'words' | 'pairs' | 'cpu-ranges' | 'long-text' | 'host-memory';

export interface Choice {
  readonly value: string | number | boolean;
  readonly title: string;
}

/** One field of a form. */
export interface FormField {
  readonly path: DocPath;
  readonly label: string;
  readonly input: FieldInput;
  /** For `choice`. */
  readonly choices?: readonly Choice[];
  /** What an empty field means: `auto`, `node 0`. */
  readonly placeholder?: string;
  readonly hint?: string;
  /** An empty field is an error, since the document has no default for it. */
  readonly required?: boolean;
  /** Shares the line, narrower. */
  readonly beside?: FormField;
  /** Reads and writes the text, where the kind of input alone cannot tell how; errors are one sentence with what would work. */
  readonly read?: (text: string) => Result<unknown, string>;
  readonly write?: (value: unknown) => string;
  /** Texts that are offered while one types. */
  readonly suggestions?: readonly { readonly value: string; readonly label: string }[];
  /** What a new value changes, where that is more than the field itself. */
  readonly edits?: (value: unknown) => readonly Edit[];
}

/** The form of one entity of the document. */
export interface Form {
  readonly path: DocPath;
  readonly title: string;
  readonly subtitle: string;
  readonly look?: KindLook;
  readonly fields: readonly FormField[];
  /** Fields that most layouts leave alone, behind a fold. */
  readonly more: readonly FormField[];
}
