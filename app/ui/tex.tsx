/** A formula typeset when the site was built: one node, whatever its size. */
export const Tex = ({ html, display }: { html: string; display?: boolean }) =>
  display ? (
    // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX's own output, made at build time
    <div className="tex-display" dangerouslySetInnerHTML={{ __html: html }} />
  ) : (
    // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX's own output, made at build time
    <span dangerouslySetInnerHTML={{ __html: html }} />
  );
