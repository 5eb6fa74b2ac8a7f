class Price
  def initialize(amount, currency)
    @amount = amount
    @currency = currency
  end

  def to_s
    format('%.2f %s', @amount, @currency)
  end

  alias fmt to_s
end
