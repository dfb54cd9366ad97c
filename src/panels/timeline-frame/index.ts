/** What the frame shows of the timeline, as one file that comes when there is something to show. */
export { default as Live } from './TimelineLive.svelte';
export { default as Pane } from './TimelinePane.svelte';
export { default as Status } from './TimelineStatus.svelte';
export { default as Switch } from './MapOrTimeline.svelte';
