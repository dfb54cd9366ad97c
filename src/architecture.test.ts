import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, posix, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const src = import.meta.dirname;

interface Layer {
  /** A folder, or one file; the longest that fits a file decides. */
  readonly at: string;
  /** Layers, or single files of them, whose values may be imported, besides the layer's own. */
  readonly may: readonly string[];
  /** Packages, by their first name. */
  readonly packages?: readonly string[];
  /** Type-only imports from core are allowed in general. */
  readonly noCoreTypes?: true;
  /** Why a row is an exception. */
  readonly because?: string;
}

const CORE_LAYERS = [
  'core/base',
  'core/space',
  'core/options',
  'core/machines',
  'core/devices',
  'core/dialects',
  'core/boot',
  'core/document',
  'core/review',
  'core/qemu',
  'core/runtime',
  'core/firmware',
  'core/linux',
  'core/guest',
  'core/host',
  'core/plan',
  'core/stages',
  'core/lint',
  'core/timeline',
  'core/fix',
  'core/cliffs',
  'core/explain',
  'core/compare',
  'core/capture',
  'core/translate',
  'core/rows',
  'core/codecs',
];
const upTo = (last: string): readonly string[] => CORE_LAYERS.slice(0, CORE_LAYERS.indexOf(last) + 1);

const LAYERS: readonly Layer[] = [
  { at: 'core/base', may: [], noCoreTypes: true },
  { at: 'core/space', may: ['core/base'] },
  { at: 'core/options', may: upTo('core/space'), packages: ['zod'] },
  { at: 'core/machines', may: upTo('core/options'), packages: ['zod'] },
  { at: 'core/devices', may: upTo('core/options'), packages: ['zod'] },
  { at: 'core/dialects', may: upTo('core/options'), packages: ['zod'] },
  { at: 'core/boot', may: ['core/base'] },
  { at: 'core/document', may: upTo('core/boot'), packages: ['zod'] },
  {
    at: 'core/document/arbitrary.ts',
    may: upTo('core/document'),
    packages: ['fast-check'],
    because: 'it makes the random layouts of property tests',
  },
  { at: 'core/review', may: upTo('core/document') },
  { at: 'core/qemu', may: upTo('core/document') },
  { at: 'core/runtime', may: upTo('core/qemu') },
  { at: 'core/firmware', may: upTo('core/runtime') },
  { at: 'core/linux', may: upTo('core/firmware') },
  { at: 'core/guest', may: upTo('core/linux') },
  { at: 'core/host', may: upTo('core/guest') },
  { at: 'core/plan', may: CORE_LAYERS },
  { at: 'core/stages', may: CORE_LAYERS },
  { at: 'core/lint', may: CORE_LAYERS },
  { at: 'core/timeline', may: upTo('core/timeline') },
  { at: 'core/fix', may: CORE_LAYERS, packages: ['zod'] },
  ...['core/cliffs', 'core/explain', 'core/compare', 'core/translate', 'core/rows'].map((at) => ({
    at,
    may: CORE_LAYERS,
  })),
  { at: 'core/capture', may: CORE_LAYERS, packages: ['@noble/hashes'] },
  { at: 'core/codecs', may: CORE_LAYERS, packages: ['zod', 'fflate', '@noble/hashes', '@rgrove/parse-xml', 'yaml'] },
  {
    at: 'core/codecs/report',
    may: [...CORE_LAYERS, 'styles/token-sheet.ts'],
    packages: ['@noble/hashes'],
    because: 'a report stands alone with the colours of the page',
  },
  { at: 'worker', may: CORE_LAYERS },
  { at: 'client', may: ['worker/protocol.ts', 'core/base'] },
  {
    at: 'client/inline-planner.ts',
    may: ['client', 'worker/protocol.ts', 'worker/answers.ts', 'core/plan'],
    because: 'it is the planner without a worker',
  },
  {
    at: 'client/start-planner.ts',
    may: ['client', 'worker/partitioner.worker.ts'],
    because: 'it names the file that the worker runs, and imports nothing of it',
  },
  { at: 'share', may: ['core/base', 'core/document', 'core/review'], packages: ['fflate'] },
  { at: 'draw', may: ['core/base', 'core/space'], packages: ['d3'] },
  {
    at: 'app',
    may: ['client', 'share', 'core/base', 'core/space', 'core/document', 'core/review'],
    packages: ['svelte'],
  },
  {
    at: 'app/new-version.ts',
    may: ['app', 'offline/message.ts'],
    because: 'it and the service worker talk to each other',
  },
  { at: 'offline', may: [], packages: ['node:', 'vite'] },
  {
    at: 'app/library',
    may: ['app', 'core/base', 'core/document'],
    packages: ['svelte', 'idb', 'zod'],
    because: 'it keeps layouts in the browser, and is fetched when it is first needed',
  },
  {
    at: 'app/checking.ts',
    may: ['core/capture'],
    because: 'it is the check, fetched with the page that shows what comes of it',
  },
  { at: 'ui', may: [], packages: ['svelte', '@lucide/svelte'], noCoreTypes: true },
  ...['panels', 'views'].map((at) => ({
    at,
    may: [
      'app',
      'draw',
      'ui',
      'core/base',
      'core/space',
      'core/devices',
      'core/machines',
      'core/dialects',
      'core/boot',
      'core/review',
      'core/rows',
    ],
    packages: ['svelte', '@lucide/svelte', 'd3'],
  })),
  {
    at: 'views/map/picture',
    may: [
      ...['core/base', 'core/space', 'core/dialects', 'draw', 'ui', 'views/map'],
      ...['app/placing-picture.ts', 'styles/token-sheet.ts'],
    ],
    because: 'it draws pictures for files too, which have the colours of the page where there is no page',
  },
  {
    at: 'panels/dialogs/KnownHosts.svelte',
    may: ['app', 'ui', 'core/base', 'core/document/hosts'],
    packages: ['svelte'],
    because: 'it offers the known hosts, and is fetched when it is first shown',
  },
  {
    at: 'views/tables/CopyAs.svelte',
    may: ['app', 'ui', 'core/base', 'core/boot', 'views/tables/copy-forms.ts', 'core/codecs/exports/e820-text.ts'],
    packages: ['svelte', '@lucide/svelte'],
    because: 'it copies the very text that is exported, fetched when it is first asked for',
  },
  { at: 'styles', may: [] },
  { at: 'cli', may: [...CORE_LAYERS, 'share'], packages: ['node:'], because: 'it is the other front of the same core' },
  {
    at: 'cli/printed-for-tests.ts',
    may: ['cli'],
    packages: ['vitest'],
    because: 'it stands in for the terminal in tests',
  },
  {
    at: 'cli/export-context.ts',
    may: [...CORE_LAYERS, 'share', 'views/map/picture'],
    because: 'a file from the command line has the picture that the page draws',
  },
  {
    at: 'cli/conformance/fixes',
    may: [...CORE_LAYERS, 'cli', 'fixtures/qemu-11.1'],
    packages: ['node:'],
    because: 'it asks a real QEMU about the refusals on record',
  },
  {
    at: 'cli/fuzz',
    may: [...CORE_LAYERS, 'cli', 'share', 'fixtures/libvirt'],
    packages: ['node:'],
    because: 'it changes sound texts, of which some are recordings',
  },
  {
    at: 'bench',
    may: [...CORE_LAYERS, 'share'],
    packages: ['node:', 'playwright'],
    because: 'it measures and is not shipped',
  },
  {
    at: 'bench/map-page',
    may: ['core/base', 'core/document', 'client', 'app', 'views', 'styles'],
    packages: ['svelte'],
    because: 'it is the page of a benchmark: the map alone',
  },
  ...['main.ts', 'App.svelte'].map((at) => ({
    at,
    may: [
      ...CORE_LAYERS.filter((layer) => !['core/stages', 'core/lint', 'core/codecs'].includes(layer)),
      ...['client', 'share', 'draw', 'app', 'ui', 'panels', 'views', 'styles', 'App.svelte'],
    ],
    packages: ['svelte', '@fontsource', '@lucide/svelte'],
  })),
];

interface Import {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(src, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !file.includes('node_modules/') && !file.startsWith('fixtures/'))
    .sort();
}

/** The script of a component, with everything around it blanked out so that lines keep their numbers. */
function scriptOf(file: string, text: string): string {
  if (!file.endsWith('.svelte')) return text;
  const scripts = [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)];
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  let end = 0;
  let kept = '';
  for (const script of scripts) {
    const body = script[1] ?? '';
    const start = script.index + script[0].indexOf(body, script[0].indexOf('>'));
    kept += blank(text.slice(end, start)) + body;
    end = start + body.length;
  }
  return kept + blank(text.slice(end));
}

function importsOf(file: string, text: string): readonly Import[] {
  const script = scriptOf(file, text);
  const source = ts.createSourceFile(file, script, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined, isTypeOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    found.push({ file, line, text: node.getText(source).split('\n').join(' '), specifier: specifier.text, isTypeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node, node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node, node.arguments[0], false);
    else if (ts.isNewExpression(node) && node.arguments?.[1]?.getText(source) === 'import.meta.url')
      add(node, node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  for (const node of source.statements) {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, importsTypesOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly);
  }
  if (/\bimport\s*\(|import\.meta\.url/.test(script)) visit(source);
  return found;
}

function importsTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { namedBindings } = clause;
  return (
    clause.name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.length > 0 &&
    namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

const isWithin = (path: string, at: string): boolean =>
  path === at || path === at.replace(/\.ts$/, '') || path.startsWith(`${at}/`);

const layerOf = (path: string): Layer | undefined =>
  LAYERS.filter(({ at }) => isWithin(path, at)).toSorted((a, b) => b.at.length - a.at.length)[0];

/** What is wrong with an import; undefined if nothing is. */
function complaint({ file, specifier, isTypeOnly }: Import): string | undefined {
  const layer = layerOf(file);
  if (layer === undefined) return 'the file is in no layer of the import table';
  if (!specifier.startsWith('.')) {
    const allowed = (layer.packages ?? []).some((name) => specifier.startsWith(name));
    return allowed ? undefined : `${layer.at} may not import the package ${specifier}`;
  }
  const target = posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''));
  if (isWithin(target, layer.at) || layer.may.some((at) => isWithin(target, at))) return undefined;
  if (isTypeOnly && target.startsWith('core/') && layer.noCoreTypes === undefined) return undefined;
  return `${layer.at} may not import ${isTypeOnly ? 'types' : 'values'} from ${target}`;
}

const all = filesUnder(src);
const code = all.filter((file) => /\.(ts|svelte)$/.test(file) && !file.endsWith('.test.ts') && !file.endsWith('.d.ts'));
const textOf = (file: string): string => readFileSync(join(src, file), 'utf8');

/** Colours by number or by name, where a style sheet, a style block or a drawing call could hold them. */
function colourLiterals(file: string): readonly string[] {
  const byNumber = file.endsWith('.ts')
    ? /['"`](#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})|(?:rgba?|hsla?|oklch|oklab|lab|lch|hwb)\([^)]*\))/gi
    : /(?<![\w.&])(#(?:[\da-f]{8}|[\da-f]{6}|[\da-f]{3,4})\b(?![\w-])|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|hwb)\()/gi;
  const byName =
    /(?:color|background|fill|stroke|border(?:-\w+)*|outline|shadow)\s*[:=]\s*["']?[^;"'}\n]*\b(white|black|red|green|blue|gray|grey|yellow|orange|purple|silver|navy)\b/gi;
  const text = file.endsWith('.svelte') ? textOf(file).replace(/\bthis\.#\w+|^\s*#\w+/gm, '') : textOf(file);
  const patterns = file.endsWith('.ts') ? [byNumber] : [byNumber, byName];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => `${file}: ${match[0].trim()}`));
}

describe('the sources', () => {
  it('import only what the table allows', () => {
    const offending = code
      .flatMap((file) => importsOf(file, textOf(file)))
      .map((each) => ({ each, wrong: complaint(each) }))
      .filter(({ wrong }) => wrong !== undefined)
      .map(({ each, wrong }) => `${each.file}:${each.line}: ${each.text}\n    ${wrong}`);
    expect(offending.join('\n')).toBe('');
  });

  it('name colours in the token file only', () => {
    const styled = all.filter((file) => /\.(css|svelte|ts)$/.test(file) && !file.endsWith('.test.ts'));
    expect(styled.filter((file) => file !== 'styles/tokens.css').flatMap(colourLiterals)).toEqual([]);
  });

  it('give the browser no colour of the page that is not a token', () => {
    const tokens = textOf('styles/tokens.css');
    const colours = [...textOf('index.html').matchAll(/#[\da-f]{3,8}\b/gi)].map(([colour]) => colour);
    expect(colours.filter((colour) => !tokens.includes(colour))).toEqual([]);
  });

  it('have file names that say what is inside', () => {
    const vague = all.filter((file) => /^(utils?|helpers?|managers?|common|misc)\b/i.test(basename(file)));
    expect(vague).toEqual([]);
  });

  it('put no text into the page as markup', () => {
    expect(code.filter((file) => textOf(file).includes('{@' + 'html'))).toEqual([]);
  });
});

describe('the check of imports', () => {
  const check = (file: string, line: string): readonly (string | undefined)[] => importsOf(file, line).map(complaint);

  it('lets lower layers be imported, and higher ones not', () => {
    expect(check('core/space/fit.ts', "import { addr } from '../base/addr';")).toEqual([undefined]);
    expect(check('core/base/addr.ts', "import { place } from '../space/partition';")).toEqual([
      'core/base may not import values from core/space/partition',
    ]);
  });

  it('tells types from values', () => {
    expect(check('app/plans.svelte.ts', "import type { Plan } from '../core/plan/plan';")).toEqual([undefined]);
    expect(check('app/plans.svelte.ts', "import { type Plan } from '../core/plan/plan';")).toEqual([undefined]);
    expect(check('app/plans.svelte.ts', "import { computePlan } from '../core/plan/compute';")).toEqual([
      'app may not import values from core/plan/compute',
    ]);
    expect(check('ui/Hex.svelte', "<script>import type { Addr } from '../core/base/addr';</script>")).toEqual([
      'ui may not import types from core/base/addr',
    ]);
  });

  it('sees dynamic imports, re-exports, workers and the scripts of components', () => {
    const lines = [
      "const a = await import('../codecs/exporters');",
      "export { b } from '../codecs/exporters';",
      "new Worker(new URL('../codecs/exporters.ts', import.meta.url));",
    ];
    for (const line of lines) expect(check('core/document/schema.ts', line)).toHaveLength(1);
    expect(
      check('views/map/Map.svelte', '<p>x</p>\n<script lang="ts">\nimport \'../../core/lint/index\';\n</script>'),
    ).toEqual(['views may not import values from core/lint/index']);
  });

  it('knows packages', () => {
    expect(check('core/base/addr.ts', "import * as z from 'zod/mini';")).toEqual([
      'core/base may not import the package zod/mini',
    ]);
    expect(check('draw/scale.ts', "import { scaleLinear } from 'd3';")).toEqual([undefined]);
  });
});
