import { expect, it } from 'vitest';
import { originProblem } from './allowed-origin.ts';

it.each([
  'https://app.example.com',
  'https://app.example.com:8443',
  'https://tauri.localhost',
  'http://tauri.localhost',
  'http://localhost:5173',
  'http://127.0.0.1:5173',
  'http://[::1]:5173',
  'tauri://localhost',
  'capacitor://localhost',
])('accepts the origin %s', (origin) => expect(originProblem(origin)).toBeNull());

it.each([
  '',
  '*',
  'null',
  'https://*.example.com',
  'https://app.example.com/',
  'https://app.example.com/path',
  'https://app.example.com?x',
  'https://app.example.com#x',
  'https://user@app.example.com',
  'https://APP.example.com',
  'https://app.example.com.',
  'https://app.example.com:443',
  'https://app.example.com:99999',
  'https://bücher.example',
  'HTTPS://app.example.com',
  'http://app.example.com',
  'http://localhost.example.com',
  'http://localhost:80',
  'app.example.com',
  'file://localhost',
  'javascript://localhost',
  'data://x',
  ' https://app.example.com',
  'https://app.example.com\n',
])('refuses %j', (origin) => expect(originProblem(origin)).not.toBeNull());
