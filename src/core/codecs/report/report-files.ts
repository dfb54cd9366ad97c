/** Reports as files. */
import { err, ok } from '../../base/result';
import type { Exporter } from '../format';
import { fileStem } from '../file-stem';
import { layoutText } from '../pictures/layout-inside';
import { withLayout } from '../pictures/svg-metadata';
import { htmlReport } from './html';
import { makeReport } from './make-report';
import { markdownReport } from './markdown';

export const reportMarkdown: Exporter = {
  id: 'report-md',
  title: 'Report (Markdown)',
  needs: ['link', 'comparedWith'],
  write(plan, document, context) {
    const report = makeReport(document, plan, {
      link: context?.link,
      linkLacks: context?.linkLacks,
      hasPicture: false,
      comparedWith: context?.comparedWith,
    });
    return ok({
      fileName: `${fileStem(document.title)}-report.md`,
      mediaType: 'text/markdown',
      content: markdownReport(report),
    });
  },
};

/** Its picture carries the layout, so that the report opens again as one. */
export const reportHtml: Exporter = {
  id: 'report-html',
  title: 'Report (HTML)',
  needs: ['picture', 'link', 'comparedWith'],
  write(plan, document, context) {
    const picture = context?.picture === undefined ? undefined : withLayout(context.picture, layoutText(document));
    if (picture === undefined) {
      return err({
        code: 'export/not-drawn',
        message: 'There is no picture for the report: nothing has drawn the map.',
        works: 'Export it from the page or the command line; the Markdown report has no picture.',
      });
    }
    const report = makeReport(document, plan, {
      link: context?.link,
      linkLacks: context?.linkLacks,
      hasPicture: true,
      comparedWith: context?.comparedWith,
    });
    return ok({
      fileName: `${fileStem(document.title)}-report.html`,
      mediaType: 'text/html',
      content: htmlReport(report, picture),
    });
  },
};
