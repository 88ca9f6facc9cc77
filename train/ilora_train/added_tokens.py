"""Added tokens: which of them a text may spell.

llama.cpp looks for user-defined tokens in a text before it tokenises the rest, as HF does for
added tokens that are not special. It knows none of an added token's options, and takes some names
for control tokens whatever the file says. Where it would not find a token exactly as HF does, the
token is made special, so that neither side finds it in any text.
"""

from __future__ import annotations

from typing import Any

from tokenizers import AddedToken

CONTROL_NAMES = frozenset(
    {
        *("<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>", "<|endoftext|>", "</s>"),
        *("<|end_of_text|>", "<EOT>", "_<EOT>", "[EOT]", "[EOS]", "<eos>", "<turn|>", "[e~["),
        *("<｜end▁of▁sentence｜>", "<end_of_utterance>", "<|eom_id|>", "<|return|>", "<|call|>"),
        *("<|calls|>", "<|flush|>", "<|tool_response>"),
        *("<|fim_prefix|>", "<fim-prefix>", "<fim_prefix>", "<｜fim▁begin｜>", "<PRE>", "▁<PRE>"),
        *("<|code_prefix|>", "<|prefix|>", "<|fim_suffix|>", "<fim-suffix>", "<fim_suffix>"),
        *("<｜fim▁hole｜>", "<SUF>", "▁<SUF>", "<|code_suffix|>", "<|suffix|>"),
        *("<|fim_middle|>", "<fim-middle>", "<fim_middle>", "<｜fim▁end｜>", "<MID>", "▁<MID>"),
        *("<|code_middle|>", "<|middle|>", "<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>"),
        *("[PAD]", "<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>"),
        "<|file_sep|>",
    }
)
"""Names that llama.cpp takes for control tokens, which a text cannot spell."""


def hide_added_tokens(tokenizer: Any) -> None:
    """Make special every added token of an HF tokenizer that llama.cpp would not find as HF does.

    Special tokens are not found in a text by either side (``split_special_tokens``).
    """
    backend = tokenizer.backend_tokenizer
    pre = backend.pre_tokenizer
    # Such a pre-tokenizer puts a space before what follows a token, llama.cpp one more.
    prefixes = pre is not None and [piece for piece, _ in pre.pre_tokenize_str("a")] != ["a"]
    hidden = []
    for token in tokenizer.added_tokens_decoder.values():
        text = token.content
        as_text = not (token.lstrip or token.rstrip or token.single_word or prefixes)
        if as_text and token.normalized and backend.normalizer is not None:
            # HF looks for the normalised token in the normalised text.
            as_text = backend.normalizer.normalize_str(text) == text
        if not token.special and not (as_text and text not in CONTROL_NAMES):
            hidden.append(AddedToken(text, special=True, normalized=False))
    if hidden:
        backend.add_special_tokens(hidden)
