import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './explorer.css';
import { createRoot } from 'react-dom/client';
import { Explorer } from './Explorer.tsx';
import { renewSavedToken } from './renewSavedToken.ts';
import { readSetup } from './readSetup.ts';

const page = document.getElementById('explorer') ?? document.body;

try {
  const setup = await readSetup();
  if (setup.token) renewSavedToken(setup.token);
  createRoot(page).render(<Explorer {...setup} />);
} catch (error) {
  page.textContent = `The explorer could not start: ${String(error)} Check that the gateway runs, then reload.`;
}
