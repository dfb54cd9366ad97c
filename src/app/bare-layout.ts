/** Layouts for people who are not to see everything: what is left out for them, and what stays all the same, in words. */
import type { Host, LayoutDocument } from '../core/document/schema';
import { withoutReview } from '../core/review/without';

/**
 * The layout without what anybody said of it, and so without who said it.
 * @param isUntitled its title goes, too, and those of hosts and steps, and where facts of hosts come from
 */
export function bareLayout(document: LayoutDocument, isUntitled: boolean): LayoutDocument {
  const bare = withoutReview(document);
  if (!isUntitled) return bare;
  return {
    ...bare,
    title: '',
    host: nameless(bare.host),
    fleet: bare.fleet.map(untitled),
    events: bare.events.map(untitled),
  };
}

const untitled = <T extends { readonly title?: string | undefined }>(each: T): T => ({ ...each, title: undefined });

const nameless = (host: Host): Host => ({ ...host, title: undefined, source: undefined });

/** What a bare layout lacks. */
export function leftOutOfBare({ review: { threads, waivers } }: LayoutDocument): string {
  const comments = threads.reduce((sum, thread) => sum + thread.comments.length, 0);
  if (threads.length + waivers.length === 0) return 'Nothing: there are no comments and no waivers.';
  const parts = [
    ...(comments === 0 ? [] : [counted(comments, 'comment')]),
    ...(waivers.length === 0 ? [] : [counted(waivers.length, 'waiver')]),
  ];
  return `${parts.join(' and ')}, with the names of who wrote them.`;
}

/** What of a layout can tell where it comes from, and is in a bare one, too. */
export function staysInBare(document: LayoutDocument): string {
  const { title, host, fleet, events, backends, devices, nodes, objects } = document;
  const paths = backends.flatMap(({ path }) => (path === undefined ? [] : [path]));
  const [firstPath] = paths;
  const hosts = [host, ...fleet].filter((each) => each.title !== undefined);
  const parts = [
    ...(title === '' ? [] : [`the title “${title}”`]),
    ...(hosts.length === 0 ? [] : [hosts.length === 1 ? 'the title of the host' : 'titles of hosts']),
    ...(host.source === undefined ? [] : ['the source of the host’s facts']),
    ...(events.some((event) => event.title !== undefined) ? ['titles of steps'] : []),
    ...(backends.length + devices.length + nodes.length + objects.length === 0 ? [] : ['ids']),
    ...(firstPath === undefined
      ? []
      : [paths.length === 1 ? `the path ${firstPath}` : `${paths.length} paths of files, as ${firstPath}`]),
    ...(isTyped(document) ? ['options as typed'] : []),
  ];
  const all = ['Sizes', 'settings', ...parts];
  return `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}.`;
}

const isTyped = ({ options, globals, machine, smp, backends, devices, objects }: LayoutDocument): boolean =>
  options.length + globals.length > 0 ||
  [machine, smp, ...backends, ...devices, ...objects].some(({ extra }) => extra !== undefined);

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
