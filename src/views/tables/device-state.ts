/** What has become of a device by a moment, in words. */
import { formatSize } from '../../core/base/size-text';
import type { DeviceNow } from '../../core/timeline/instant';

/** `online`, `4 of 8 GiB online`, `gone since t3`. */
export function stateWords({ state, since, plugged, online, size }: DeviceNow): string {
  const from = since === undefined ? '' : ` since t${since}`;
  switch (state) {
    case 'online':
    case 'refused':
    case 'unused':
    case 'offline':
      return state;
    case 'partly-online':
      return plugged < size ? `${formatSize(plugged)} plugged` : `${formatSize(online)} online`;
    case 'leaving':
      return `leaving${from}`;
    case 'gone':
      return `gone${from}`;
    case 'planned':
      return since === undefined ? 'planned' : `planned, t${since}`;
  }
}
