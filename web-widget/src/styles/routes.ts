/** Cards of ways, the help that needs no server, typing sign and notices. */
import { css } from "lit";

export const routes = css`
  .routes {
    display: grid;
    gap: 8px;
    width: 100%;
    margin-top: 8px;
  }

  .route {
    padding: 12px 14px;
    border: 1px solid var(--line);
    border-left: 4px solid var(--sun);
    border-radius: 12px;
    background: var(--surface);
    overflow-wrap: anywhere;
  }

  .danger .route {
    border-left-color: var(--danger);
  }

  .route-name {
    font-weight: 700;
  }

  .openness {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }

  .openness.open {
    color: var(--accent);
  }

  .why {
    margin-top: 2px;
  }

  .fact {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
    margin-top: 4px;
    color: var(--soft);
    font-size: 0.875em;
  }

  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 10px;
  }

  .urgent .route {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    gap: 4px 12px;
    padding: 8px 8px 8px 12px;
  }

  .urgent .route > * {
    grid-column: 1 / -1;
  }

  .urgent .ways.one {
    grid-row: 1 / span 2;
    grid-column: 2;
  }

  .urgent .route-name,
  .urgent .one + .fact {
    grid-column: 1;
  }

  .urgent .ways,
  .slim .ways {
    gap: 6px;
    margin-top: 0;
  }

  .urgent .why,
  .urgent .fact {
    margin-top: 0;
  }

  .urgent .way,
  .slim .way {
    padding-inline: 8px;
    font-size: 0.875em;
  }

  @media (max-width: 21.5rem) {
    .urgent .ways.one {
      grid-row: auto;
      grid-column: 1 / -1;
    }
  }

  .slim .way {
    min-height: 40px;
  }

  .urgent .way:not(.first) .icon,
  .slim .way .icon {
    display: none;
  }

  .slim {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 10px;
  }

  .slim .route {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 6px;
    padding: 0;
    border: 0;
    background: none;
    font-size: 0.9375em;
  }

  .folded {
    width: 100%;
  }

  .folded summary {
    width: fit-content;
    min-height: 40px;
    padding: 8px 4px;
    color: var(--accent);
    font-weight: 600;
    cursor: pointer;
  }

  .folded .routes {
    margin-top: 0;
  }


  .way {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 44px;
    padding: 6px 12px 6px 10px;
    border: 2px solid var(--accent);
    border-radius: 22px;
    color: var(--accent);
    font-size: 0.9375em;
    font-weight: 600;
    text-decoration: none;
  }

  .way:hover {
    text-decoration: underline;
  }

  .way.first {
    background: var(--accent);
    color: var(--surface);
  }

  .danger .way.first {
    border-color: var(--danger);
    background: var(--danger);
    color: var(--on-danger);
  }

  .help {
    margin-top: 16px;
    padding: 14px;
    border: 2px solid var(--accent);
    border-left-width: 8px;
    border-radius: 4px 16px 16px 4px;
    background: var(--surface);
  }

  .help h3 {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 4px;
    font-size: 1.0625em;
  }

  .help h3 .icon {
    color: var(--accent);
  }

  .help ul {
    display: grid;
    gap: 10px;
    margin-block: 12px;
  }

  .help li {
    display: grid;
    gap: 4px;
    justify-items: start;
  }

  .typing,
  .notice {
    display: flex;
    align-items: center;
    gap: 10px;
    margin-top: 14px;
    color: var(--soft);
    font-size: 0.9375em;
  }

  .notice {
    align-items: flex-start;
    padding: 10px 12px;
    border: 1px dashed var(--edge);
    border-radius: 8px;
    color: var(--ink);
  }

  .typing-dots {
    display: inline-flex;
    gap: 4px;
    padding: 12px;
    border: 1px solid var(--line);
    border-radius: 4px 18px 18px 18px;
    background: var(--surface);
  }

  .typing-dots i {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--edge);
    animation: breathe 1.2s infinite ease-in-out;
  }

  .typing-dots i:nth-child(2) {
    animation-delay: 0.2s;
  }

  .typing-dots i:nth-child(3) {
    animation-delay: 0.4s;
  }

  @keyframes breathe {
    50% {
      opacity: 0.25;
    }
  }
`;
