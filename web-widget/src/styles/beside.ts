/** What stands beside the bubbles: how far the questions have come, and reading aloud. */
import { css } from "lit";

export const beside = css`
  .step {
    display: grid;
    gap: 4px;
    margin-top: 14px;
    color: var(--soft);
    font-size: 0.875em;
  }

  .step progress {
    width: 100%;
    max-width: 16em;
    height: 6px;
    border: 0;
    border-radius: 3px;
    background: var(--line);
    accent-color: var(--accent);
    appearance: none;
    overflow: hidden;
  }

  .step progress::-webkit-progress-bar {
    background: var(--line);
  }

  .step progress::-webkit-progress-value {
    background: var(--accent);
  }

  .step progress::-moz-progress-bar {
    background: var(--accent);
  }

  .step + .replies {
    margin-top: 10px;
  }

  .aloud {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 40px;
    padding: 4px 10px;
    border: 0;
    border-radius: 20px;
    background: transparent;
    color: var(--accent);
    font-size: 0.875em;
    font-weight: 600;
  }

  .aloud:hover {
    background: var(--tint);
  }
`;
