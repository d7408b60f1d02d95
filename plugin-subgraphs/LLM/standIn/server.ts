import { setTimeout as pause } from 'node:timers/promises';
import type { VendorRoutes } from '@nimbusvault/testing';
import { z } from 'zod';

/** The ways in which it answers; anything but `well` is a fault. `obeys` repeats all that it was given, as an injected order may ask. */
const moods = [
  'well',
  'busy',
  'broken',
  'keyless',
  'slow',
  'garbage',
  'cut',
  'long',
  'wide',
  'obeys',
] as const;

/** A request, as the API documents it: https://platform.openai.com/docs/api-reference. */
const ChatRequest = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })).min(1),
  max_completion_tokens: z.int().min(1),
});
const EmbeddingsRequest = z.object({
  model: z.string(),
  input: z.array(z.string().min(1)).min(1).max(2_048),
  dimensions: z.int().optional(),
  encoding_format: z.literal('float'),
});
const Material = z.object({
  title: z.string().optional(),
  body: z.string().optional(),
  question: z.string().optional(),
  passages: z.array(z.object({ number: z.int(), text: z.string() })).optional(),
});

/** How it answers now, and the time for which it is slow. A test holds the object and changes it. */
export interface Temper {
  mood: (typeof moods)[number];
  slowMs: number;
}

/** An OpenAI-compatible API: chat completions and embeddings. `POST /mood` changes how it answers, and is no part of that API. */
export function makeRoutes(temper: Temper = { mood: 'well', slowMs: 60_000 }): VendorRoutes {
  const answering =
    (answer: (body: string) => unknown) =>
    async ({ body }: { readonly body: string }) =>
      (await faultOf(temper)) ?? answer(body);
  return {
    'POST /mood': ({ body }) => {
      temper.mood = z.enum(moods).parse(body);
      return { mood: temper.mood };
    },
    'POST /chat/completions': answering((body) => complete(ChatRequest.parse(JSON.parse(body)), temper)),
    'POST /embeddings': answering((body) => embed(EmbeddingsRequest.parse(JSON.parse(body)), temper)),
  };
}

async function faultOf({ mood, slowMs }: Temper): Promise<Response | undefined> {
  if (mood === 'slow') await pause(slowMs, undefined, { ref: false });
  if (mood === 'busy') return failure(429, 'rate_limit_exceeded', { 'retry-after': '7' });
  if (mood === 'broken') return failure(500, 'server_error');
  if (mood === 'keyless') return failure(401, 'invalid_api_key');
  if (mood === 'garbage')
    return new Response('<html>It works!</html>', { headers: { 'content-type': 'text/html' } });
  if (mood !== 'cut') return undefined;
  const headers = { 'content-type': 'application/json', 'content-length': '400' };
  return new Response('{"id":"chatcmpl-1","choices":[{"ind', { headers });
}

function failure(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Response {
  const error = { message: `It has failed: ${code}.`, type: code, param: null, code };
  return Response.json({ error }, { status, headers });
}

function complete({ model, messages }: z.infer<typeof ChatRequest>, { mood }: Temper) {
  const given = messages.map(({ content }) => content).join('\n');
  const content =
    mood === 'obeys' ? `${given.replaceAll(/\n|\[\d+\]/g, ' ')} [1]` : reply(messages.at(-1)?.content ?? '');
  const finish_reason = mood === 'long' ? 'length' : 'stop';
  const message = { role: 'assistant', content, refusal: null };
  const [prompt_tokens, completion_tokens] = [tokensIn(given), tokensIn(content)];
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_795_996_800,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason }],
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

/** The first words of a document; of passages those that have a word of the question. */
function reply(content: string): string {
  const { body = '', question, passages = [] } = Material.parse(JSON.parse(content));
  if (question === undefined) return `In short: ${body.slice(0, 40)}`;
  const words = question.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  const fitting = passages.filter(({ text }) => words.some((word) => text.toLowerCase().includes(word)));
  return fitting.map(({ number, text }) => `${text.split('\n')[0] ?? ''} [${number}]`).join('\n') || 'NONE';
}

function embed({ model, input, dimensions = 8 }: z.infer<typeof EmbeddingsRequest>, { mood }: Temper) {
  const length = mood === 'wide' ? 1_536 : dimensions;
  const data = input.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: vectorOf(text, length),
  }));
  const tokens = input.reduce((sum, text) => sum + tokensIn(text), 0);
  return { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

function vectorOf(text: string, length: number): readonly number[] {
  const letters = [...text.toLowerCase().matchAll(/\p{L}/gu)].map(([letter]) => letter.codePointAt(0) ?? 0);
  return Array.from({ length }, (_, at) => 0.01 + letters.filter((letter) => letter % length === at).length);
}

const tokensIn = (text: string) => Math.ceil(text.length / 4);
