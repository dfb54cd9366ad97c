/**
 * Layouts for people who are not to see everything. What is no part of the review stays: the title, names of hosts and where their facts
 * come from, paths of files behind backends, names of devices, options as typed.
 */
import type { LayoutDocument } from '../document/schema';

/** The layout and nothing that anybody said of it: no threads, no waivers. */
export const withoutReview = (document: LayoutDocument): LayoutDocument => ({
  ...document,
  review: { threads: [], waivers: [] },
});

/** Comments and waivers stay, and do not say whose they are. Names that people wrote into the text of a comment stay in it. */
export function withoutNames(document: LayoutDocument): LayoutDocument {
  const { threads, waivers } = document.review;
  return {
    ...document,
    review: {
      threads: threads.map((thread) => ({ ...thread, comments: thread.comments.map(nameless) })),
      waivers: waivers.map(nameless),
    },
  };
}

function nameless<T extends { readonly by?: string | undefined }>({ by: _, ...rest }: T): Omit<T, 'by'> {
  return rest;
}
