/** Pictures of the address map that open again as the same layout. They are drawn outside of core; here the layout is put inside. */
import { err, ok } from '../../base/result';
import type { Exporter, FormatError } from '../format';
import { fileStem } from '../file-stem';
import { layoutText } from './layout-inside';
import { withLayoutChunk } from './png-layout';
import { withLayout } from './svg-metadata';

const notDrawn = (message: string, works: string): FormatError => ({ code: 'export/not-drawn', message, works });

export const svgPicture: Exporter = {
  id: 'svg',
  title: 'Picture (SVG)',
  needs: ['picture'],
  write(_plan, document, context) {
    const content = context?.picture === undefined ? undefined : withLayout(context.picture, layoutText(document));
    if (content === undefined) {
      return err(
        notDrawn('There is no picture: nothing has drawn the map.', 'Export it from the page or the command line.'),
      );
    }
    return ok({ fileName: `${fileStem(document.title)}.svg`, mediaType: 'image/svg+xml', content });
  },
};

export const pngPicture: Exporter = {
  id: 'png',
  title: 'Picture (PNG)',
  needs: ['raster'],
  write(_plan, document, context) {
    if (context?.raster === undefined) {
      const message = 'There is no PNG: pixels are drawn by a browser, with the page’s own letters.';
      return err(notDrawn(message, 'Export PNG from the page; the command line writes the same picture as svg.'));
    }
    const content = withLayoutChunk(context.raster, layoutText(document));
    if (!content.ok) return content;
    return ok({ fileName: `${fileStem(document.title)}.png`, mediaType: 'image/png', content: content.value });
  },
};
