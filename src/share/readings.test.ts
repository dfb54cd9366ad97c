import { describe, expect, test } from 'vitest';
import type { Candidate } from '../core/codecs/format';
import { seal } from './envelope';
import { readings } from './readings';
import { sourceOf } from './source-of';

describe('what came from outside', () => {
  const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(values);

  test.each([
    ['UTF-8', new TextEncoder().encode('-m 4G naïve ☃'), '-m 4G naïve ☃'],
    ['UTF-8 with a mark in front', bytes(0xef, 0xbb, 0xbf, 0x2d, 0x6d), '-m'],
    ['UTF-16, as some shells write what a program prints', bytes(0xff, 0xfe, 0x2d, 0, 0x6d, 0), '-m'],
    ['UTF-16, the other way round', bytes(0xfe, 0xff, 0, 0x2d, 0, 0x6d), '-m'],
  ])('in %s is text', (_name, content, text) => {
    expect(sourceOf(content)).toEqual({ text });
  });

  test.each([
    ['no UTF-8', bytes(0x89, 0x50, 0x4e, 0x47)],
    ['an E820 table whose bytes happen to be UTF-8', bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 1, 0, 0, 0)],
    ['empty', bytes()],
  ])('that is %s is bytes', (_name, content) => {
    expect(sourceOf(content)).toEqual({ bytes: content });
  });
});

describe('what a text can be read as', () => {
  const link = `see https://example.org/#${seal(1, 'AAAA')}`;
  const candidate = (sureness: number): Candidate => {
    return { id: `sure ${sureness}`, title: '', does: '', sureness, likely: true };
  };
  const ids = (text: string, ...found: readonly Candidate[]): readonly string[] =>
    readings({ text }, found)
      .filter(({ likely }) => likely)
      .map(({ id }) => id);

  test('is the link in it, where it looks like nothing else', () => {
    expect(ids(link)).toEqual(['share-link']);
    expect(ids(link, candidate(0.5))).toEqual(['share-link']);
  });

  test('is the link or what it looks like, for the user to say', () => {
    expect(ids(link, candidate(0.95))).toEqual(['share-link', 'sure 0.95']);
  });

  test('is a format that keeps links inside, whatever link there is', () => {
    expect(ids(link, candidate(0.995))).toEqual(['sure 0.995']);
  });

  test('is what it looks like, where there is no link', () => {
    expect(ids('-m 4G', candidate(0.9))).toEqual(['sure 0.9']);
    expect(readings({ bytes: new Uint8Array(2) }, [candidate(0.9)])).toHaveLength(1);
  });
});
