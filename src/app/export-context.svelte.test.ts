import { expect, it } from 'vitest';
import { InlinePlanner } from '../client/inline-planner';
import { fourApu } from '../core/document/samples/four-apu';
import { emptyDocument } from '../core/document/defaults';
import { exportContext, type Pictures } from './export-context';
import { testPage } from './page-for-tests';
import { Workspace } from './workspace.svelte';

const PNG = Uint8Array.of(1, 2, 3);
const drawn: string[] = [];
const pictures: Pictures = {
  svg: ({ title }, { verdict }) => `<svg>${title} ${String(verdict.starts)}</svg>`,
  png: ({ title }) => {
    drawn.push(title);
    return Promise.resolve(PNG);
  },
};
const parts = () => ({ document: fourApu.document, saved: true, planner: new InlinePlanner(), page: testPage() });

it('makes what a format needs, and nothing else', async () => {
  const workspace = new Workspace({ ...parts(), pictures: () => Promise.resolve(pictures) });
  expect(await exportContext(workspace, [])).toEqual({});
  const link = await exportContext(workspace, ['link']);
  expect(link).toEqual({ link: expect.stringMatching(/^https:\/\/physmap\.example\/#d=/) as string });
  expect(await exportContext(workspace, ['picture'])).toEqual({ picture: `<svg>${fourApu.document.title} true</svg>` });
  expect(drawn).toEqual([]);
  expect(await exportContext(workspace, ['raster'])).toEqual({ raster: PNG });
  expect(drawn).toEqual([fourApu.document.title]);
});

it('makes it of the document that it was asked for, whatever is on screen', async () => {
  const workspace = new Workspace({ ...parts(), pictures: () => Promise.resolve(pictures) });
  const asked = { ...emptyDocument(), title: 'another' };
  expect(await exportContext(workspace, ['picture'], asked)).toEqual({ picture: '<svg>another true</svg>' });
});

it('leaves out what cannot be made: pictures without a pen, a link to what is too large for one', async () => {
  const workspace = new Workspace(parts());
  expect(await exportContext(workspace, ['picture', 'raster'])).toEqual({});
  const options = Array.from({ length: 300 }, (_, index) => ({ name: 'x', value: String(index).repeat(4000) }));
  expect(await exportContext(workspace, ['link'], { ...emptyDocument(), options })).toEqual({});
});

it('tells what of a long review is not in the link', async () => {
  const workspace = new Workspace(parts());
  const comments = (index: number) => [
    {
      id: 'a',
      time: index,
      text: Array.from({ length: 300 }, (_, at) => (Math.imul(index * 301 + at, 0x9e3779b1) >>> 0).toString(36)).join(
        ' ',
      ),
    },
  ];
  const threads = Array.from({ length: 40 }, (_, index) => ({ id: `t${index}`, comments: comments(index) }));
  const { linkLacks } = await exportContext(workspace, ['link'], {
    ...emptyDocument(),
    review: { threads, waivers: [] },
  });
  expect(linkLacks).toMatch(/^\d+ of 40 threads are not in this link$/);
});

it('tells what the layout is compared with, and which of the two is the later one', async () => {
  const workspace = new Workspace(parts());
  expect(await exportContext(workspace, ['comparedWith'])).toEqual({});
  const document = emptyDocument();
  workspace.comparing.start({ document, name: 'another', isEarlier: true });
  expect(await exportContext(workspace, ['comparedWith'])).toEqual({ comparedWith: { document, isLater: false } });
  workspace.comparing.start({ document, name: 'another' });
  expect(await exportContext(workspace, ['comparedWith'])).toEqual({ comparedWith: { document, isLater: true } });
  expect(await exportContext(workspace, [])).toEqual({});
});

it('gives a download what its format needs', async () => {
  const page = testPage();
  const workspace = new Workspace({ ...parts(), page, pictures: () => Promise.resolve(pictures) });
  await workspace.download('svg', ['picture']);
  const [file] = page.saved;
  expect(file?.fileName).toMatch(/^four-apus.*\.svg$/);
  expect(file?.content).toContain('urn:x-physmap:layout');
  await workspace.download('png');
  expect(workspace.notices.all.at(-1)?.what).toContain('There is no PNG');
});
