import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './lib/root.mjs';

const repository = fileURLToPath(root);
const [out = join(repository, 'dist/sbom.cdx.json')] = process.argv.slice(2);

/** The shipped packages, as a CycloneDX document: made only from package-lock.json, and therefore the same on every machine. */
function writeSbom() {
  const bom = ofEverything();
  const shipped = shippedIn(readJson('package-lock.json'));
  const components = bom.components.filter(({ purl }) => shipped.has(purl));
  const refs = new Set([bom.metadata.component, ...components].map((component) => component['bom-ref']));
  const dependencies = bom.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => refs.has(each)) }));
  bom.metadata.component.name = readJson('package.json').name; // npm uses the folder's name
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, `${JSON.stringify({ ...bom, components, dependencies }, null, 2)}\n`);
  console.log(`${out}: ${components.length} components`);
}

function ofEverything() {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const options = { cwd: repository, encoding: 'utf8', maxBuffer: 100_000_000 };
  return JSON.parse(execFileSync('npm', args, { ...options, shell: process.platform === 'win32' }));
}

/** The package URLs of all packages that are not only for development; npm's own --omit dev omits packages that are for both. */
function shippedIn({ packages }) {
  const entries = Object.entries(packages).filter(([place, { dev, link }]) => place && !dev && !link);
  return new Set(
    entries.map(([place, { name = place.split('node_modules/').at(-1), version }]) => {
      return `pkg:npm/${name.replace('@', '%40')}@${version}`;
    }),
  );
}

function readJson(file) {
  return JSON.parse(readFileSync(join(repository, file), 'utf8'));
}

writeSbom();
