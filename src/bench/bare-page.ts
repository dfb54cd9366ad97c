/**
 * A page that does as little as can be done: what is typed goes to a worker that answers at once, the answer is drawn as forty boxes
 * and written into one cell. What the machine and the browser take for that is the floor under every other figure, since nothing that
 * is drawn after a worker's answer can be faster.
 */
import type { Page } from 'playwright';

const ADDRESS = 'http://bare.physmap.invalid/';

const HTML = `<!doctype html>
<div class="outline"><button data-stop data-path="devices.1">1</button><button data-stop data-path="devices.3">3</button></div>
<div data-path="backends.2.size"><input></div><div data-path="devices.3.addr"><input></div>
<canvas width="680" height="716"></canvas><output></output>
<script>
  const worker = new Worker(URL.createObjectURL(new Blob(['onmessage = ({ data }) => postMessage(data)'])));
  const { dataset } = document.documentElement;
  const pen = document.querySelector('canvas').getContext('2d', { alpha: false });
  dataset.revision = dataset.edited = '0';
  const ask = () => worker.postMessage((dataset.edited = String(Number(dataset.edited) + 1)));
  worker.onmessage = ({ data }) => {
    pen.clearRect(0, 0, 680, 716);
    for (let box = 0; box < 40; box += 1) pen.strokeRect(10, box * 17, 300 + (data % 7) * 9, 14);
    document.querySelector('output').textContent = data;
    dataset.revision = data;
  };
  addEventListener('input', ask);
  addEventListener('pointermove', ask);
</script>`;

/** Opens it; what the page runs before its own code is there already. */
export async function openBarePage(page: Page): Promise<void> {
  await page.route(ADDRESS, (route) => route.fulfill({ contentType: 'text/html', body: HTML }));
  await page.goto(ADDRESS);
}
