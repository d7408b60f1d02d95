import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const whereDebianPutsIt = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
const quiet = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];

/** A real, headless Chromium that makes no background requests. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumBinary(), args: quiet });
}

function chromiumBinary(): string {
  const chosen = process.env['CHROMIUM_BIN'];
  if (chosen) return chosen;
  const found = whereDebianPutsIt.find((path) => existsSync(path));
  if (!found) {
    throw new Error(
      'Chromium is not installed: run "apt-get install chromium", or name a binary in CHROMIUM_BIN.',
    );
  }
  return found;
}
