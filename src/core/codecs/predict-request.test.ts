import { describe, expect, it } from 'vitest';
import { LONGEST_REQUEST, readPredictRequest } from './predict-request';

describe('a request', () => {
  it('is read with all its fields', () => {
    expect(
      readPredictRequest(
        '{"id":"a","args":["-m","4G"],"dialect":"qemu-11.1","firmware":"ovmf","kernel":"7.2","append":"quiet"}',
      ),
    ).toEqual({
      ok: true,
      value: { id: 'a', args: ['-m', '4G'], dialect: 'qemu-11.1', firmware: 'ovmf', kernel: '7.2', append: 'quiet' },
    });
  });

  it('needs no id', () => {
    expect(readPredictRequest('{"link":"#d=1"}')).toEqual({ ok: true, value: { id: null, link: '#d=1' } });
  });

  it.each([
    ['what is no JSON', '{', 'not JSON'],
    ['what is no object', '[]', 'a JSON object'],
    ['nothing to predict', '{"id":"a"}', 'exactly one of'],
    ['two things to predict', '{"args":[],"layout":{}}', 'exactly one of'],
    ['words that are no strings', '{"args":["-m",4]}', 'array of strings'],
    ['an id that is no string', '{"id":1,"args":[]}', '"id" is not a string'],
  ])('is refused for %s', (_what, line, reason) => {
    const read = readPredictRequest(line);
    expect(read.ok ? '' : read.error).toContain(reason);
  });

  it('is refused for its length before it is parsed', () => {
    const read = readPredictRequest(' '.repeat(LONGEST_REQUEST + 1));
    expect(read.ok ? '' : read.error).toContain('at most');
  });
});
